import type { RecordBody } from '../../../contract/ledger/intent.ts'
import { mostTeamSources } from '../../../contract/ledger/intents/team.ts'
import { teamChange, type CampaignLife, type TeamIntent } from '../../../contract/ledger/life/team.ts'
import type { Reader, Writer } from '../connection.ts'
import { feedInUse, noFeed, recordedCampaign } from './base.ts'
import { asidePending } from './pending.ts'

/** One action, not yet signed. */
export type TeamStep = {
  [Kind in TeamIntent['kind']]: { readonly kind: Kind; readonly subject: string; readonly body: RecordBody<Kind> }
}[TeamIntent['kind']]

const offerKey = 'offer-own'

/** @param from see switchFeed. */
export function rememberOffer(writer: Writer, from: string | undefined): void {
  writer.run('DELETE FROM meta WHERE key = ?', offerKey)
  if (from !== undefined) writer.run('INSERT INTO meta (key, value) VALUES (?, ?)', offerKey, from)
}

/** The feed of which labels and campaigns are to be offered to the one in use. */
export const rememberedOffer = (reader: Reader): string | undefined =>
  reader.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', offerKey)?.value

const anyOwn = `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM team_label WHERE feed = '${noFeed}')
  OR EXISTS (SELECT 1 FROM team_campaign WHERE feed = '${noFeed}')`

/** Is there something that no feed knows? */
export const hasOwn = (reader: Reader): boolean => reader.get(anyOwn) !== undefined

export function forgetOwn(writer: Writer): void {
  for (const table of ['team_label', 'team_campaign', 'team_campaign_source'] as const)
    writer.run(`DELETE FROM ${table} WHERE feed = '${noFeed}'`)
}

interface Content {
  readonly labels: Map<string, Set<string>>
  readonly campaigns: Map<string, { life: CampaignLife; readonly sources: Set<string> }>
}

/**
 * What must be asked of the feed in use so that it has the labels and campaigns of `from`. What that feed has ever heard
 * of is left as its people made it.
 */
export function stepsToOffer(reader: Reader, from: string, newId: () => string): readonly TeamStep[] {
  const content = contentOf(reader, from)
  const feed = feedInUse(reader)
  const about = from === feed ? { ...content } : unheard(reader, feed, content)
  return [...labelSteps(about.labels, newId), ...campaignSteps(about)]
}

/** As it was shown while `from` was followed: what it knows, and what was on the way to it. */
function contentOf(reader: Reader, from: string): Content {
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

interface Offer extends Content {
  /** Campaigns that the feed has already. */
  readonly begun?: ReadonlySet<string>
}

function unheard(reader: Reader, feed: string, { labels, campaigns }: Content): Offer {
  const label = 'SELECT 1 FROM team_label WHERE feed = ? AND address = ? AND text = ?'
  const source = 'SELECT 1 FROM team_campaign_source WHERE feed = ? AND uuid = ? AND address = ?'
  const begun = new Set<string>()
  for (const [address, words] of labels)
    for (const text of words) if (reader.get(label, feed, address, text)) words.delete(text)
  for (const [uuid, { sources }] of campaigns) {
    const theirs = recordedCampaign(reader, feed, uuid)
    if (theirs?.state === 'removed') campaigns.delete(uuid)
    if (theirs) begun.add(uuid)
    for (const address of sources) if (reader.get(source, feed, uuid, address)) sources.delete(address)
  }
  return { labels, campaigns, begun }
}

const mostLabels = 20

/** Sources that wear the same words go together. */
function labelSteps(labels: Content['labels'], newId: () => string): readonly TeamStep[] {
  const alike = new Map<string, { readonly words: readonly string[]; readonly sources: string[] }>()
  for (const [address, set] of labels) {
    const words = [...set].sort()
    const key = words.join(' ')
    const group = alike.get(key) ?? { words, sources: [] }
    if (words.length > 0) alike.set(key, group)
    group.sources.push(address)
  }
  return [...alike.values()].flatMap(({ words, sources }) =>
    pieces(words, mostLabels).flatMap((add) =>
      pieces(sources, mostTeamSources).map((some) => ({
        kind: 'label.changed' as const,
        subject: newId(),
        body: { add: [...add], remove: [], sources: [...some] },
      })),
    ),
  )
}

function campaignSteps({ campaigns, begun }: Offer): readonly TeamStep[] {
  const open = [...campaigns.values()].filter(({ life }) => life.state === 'open')
  return open.flatMap(({ life: { id, name, note, createdAt }, sources }): readonly TeamStep[] => [
    ...(begun?.has(id)
      ? []
      : [{ kind: 'campaign.created' as const, subject: id, body: { name, note, since: createdAt } }]),
    ...pieces([...sources], mostTeamSources).map((some) => ({
      kind: 'campaign.sources-added' as const,
      subject: id,
      body: { sources: [...some] },
    })),
  ])
}

export function pieces<Each>(list: readonly Each[], most: number): readonly (readonly Each[])[] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, at) => list.slice(at * most, (at + 1) * most))
}
