import { teamChange, type CampaignLife, type TeamIntent } from '../../../contract/ledger/life/team.ts'
import type { Reader } from '../connection.ts'
import { asidePending } from './pending.ts'

/** Labels by address, and campaigns by UUID. */
export interface Content {
  readonly labels: Map<string, Set<string>>
  readonly campaigns: Map<string, { life: CampaignLife; readonly sources: Set<string> }>
}

/** As it was shown while `from` was followed: what it knows, and what was on the way to it. */
export function contentOf(reader: Reader, from: string): Content {
  const content: Content = { labels: new Map(), campaigns: new Map() }
  const labels = 'SELECT address, text FROM team_label WHERE feed = ? AND worn = 1'
  for (const { address, text } of reader.all<{ address: string; text: string }>(labels, from))
    wordsOf(content, address).add(text)
  for (const { life } of reader.all<{ life: string }>('SELECT life FROM team_campaign WHERE feed = ?', from)) {
    const parsed = JSON.parse(life) as CampaignLife
    content.campaigns.set(parsed.id, { life: parsed, sources: new Set() })
  }
  const sources = 'SELECT uuid, address FROM team_campaign_source WHERE feed = ? AND held = 1'
  for (const { uuid, address } of reader.all<{ uuid: string; address: string }>(sources, from))
    content.campaigns.get(uuid)?.sources.add(address)
  for (const intent of asidePending(reader, from)) follow(content, intent)
  return content
}

function wordsOf({ labels }: Content, address: string): Set<string> {
  const words = labels.get(address) ?? new Set()
  labels.set(address, words)
  return words
}

function follow(content: Content, intent: TeamIntent): void {
  const before = content.campaigns.get(intent.subject)
  const change = teamChange(before?.life, intent, intent.time)
  for (const address of change?.labels?.sources ?? []) {
    const words = wordsOf(content, address)
    for (const text of change?.labels?.add ?? []) words.add(text)
    for (const text of change?.labels?.remove ?? []) words.delete(text)
  }
  if (!change?.campaign) return
  const { sources } = before ?? { sources: new Set<string>() }
  for (const address of change.sources?.add ?? []) sources.add(address)
  for (const address of change.sources?.remove ?? []) sources.delete(address)
  content.campaigns.set(intent.subject, { life: change.campaign, sources })
}
