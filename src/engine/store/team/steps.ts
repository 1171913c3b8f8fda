import type { RecordBody } from '../../../contract/ledger/intent.ts'
import { mostTeamSources } from '../../../contract/ledger/intents/team.ts'
import type { TeamIntent } from '../../../contract/ledger/life/team.ts'
import type { Reader } from '../connection.ts'
import { feedInUse, recordedCampaign } from './base.ts'
import { contentOf, type Content } from './content.ts'
import { pieces } from './pieces.ts'

/** One action, not yet signed. */
export type TeamStep = {
  [Kind in TeamIntent['kind']]: { readonly kind: Kind; readonly subject: string; readonly body: RecordBody<Kind> }
}[TeamIntent['kind']]

/**
 * What must be asked of the feed in use so that it has the labels and campaigns of `from`. What that feed has ever heard
 * of is left as its people made it.
 */
export function stepsToOffer(reader: Reader, from: string, newId: () => string): readonly TeamStep[] {
  const content = contentOf(reader, from)
  const feed = feedInUse(reader)
  const about: Offer = from === feed ? content : unheard(reader, feed, content)
  return [...labelSteps(about.labels, newId), ...campaignSteps(about)]
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
  open.sort((a, b) => a.life.createdAt - b.life.createdAt)
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
