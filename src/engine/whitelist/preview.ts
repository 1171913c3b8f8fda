import type { WhitelistPreview, WhitelistRelation } from '../../contract/console/whitelist.ts'
import { overlaps, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { bundledEntries } from '../../contract/ledger/bundled.ts'
import { consequencesOf, type Consequence } from '../../contract/ledger/consequences.ts'
import { approverDemand, endsTooMany, entryTooWide } from '../../contract/ledger/entry-limits.ts'
import type { Match, Mode } from '../../contract/ledger/intents/whitelist.ts'
import type { Reading } from '../readers/reading.ts'
import { bansAtRisk } from '../store/bans-at-risk.ts'
import { listsInForce } from './bundled.ts'
import { coveredWords } from './covered.ts'
import { standingEntries } from './entries.ts'
import { relationOf } from './relation.ts'
import { storeRun } from './run.ts'
import { canonicalValue } from './value.ts'

interface Wanted {
  readonly value: string
  readonly match: Match
  readonly mode: Mode
  /** The entry that would be changed so. */
  readonly id?: string | undefined
}

/**
 * What saving would do, worked out by the very function that the feed carries out when it is saved.
 * @throws RpcError `bad-request`, in words, for a value that the feed would not take
 */
export function previewWhitelist({ value: text, match, mode, id }: Wanted, reading: Reading): WhitelistPreview {
  const value = canonicalValue(text, match)
  const consequences = consequencesOf(
    { value, match, mode, expiresAt: Infinity },
    bansAtRisk(reading.reader, meeting(value, match)),
    reading.now(),
  )
  const those = (how: Consequence['how']): WhitelistPreview['revokes'] =>
    consequences.filter((each) => each.how === how).map(({ ban, address }) => ({ id: ban, address }))
  return {
    ...{ value, match, mode, ...coveredWords({ value, match }, storeRun(reading)) },
    ...limitsOf({ value, match, mode, id }, consequences),
    withdraws: those('blocked'),
    revokes: those('revoked'),
    splits: consequences.flatMap((each) =>
      each.how === 'split' ? [{ id: each.ban, address: each.address, into: each.into }] : [],
    ),
    ...overlapsWith(value, match, id, reading),
    bundled: bundledAround(value, match, reading),
  }
}

/** An entry that is there already was taken as it is, and only an approver changes it. */
function limitsOf(
  { id, ...about }: Wanted,
  consequences: readonly Consequence[],
): Pick<WhitelistPreview, 'refused' | 'approver'> {
  const refused = (id === undefined ? entryTooWide(about) : undefined) ?? endsTooMany(consequences)
  const approver = id === undefined ? approverDemand(about, consequences) : undefined
  return { ...(refused === undefined ? {} : { refused }), ...(approver === undefined ? {} : { approver }) }
}

/** What else an entry is about is found in what a proposal says of its source alone. */
function meeting(value: string, match: Match): ((network: Network) => boolean) | undefined {
  const listed = match === 'network' ? parseNetwork(value) : undefined
  return listed && ((network) => overlaps(listed, network))
}

/** As many as anybody would look at. */
const mostShown = 100

function overlapsWith(
  value: string,
  match: Match,
  id: string | undefined,
  reading: Reading,
): Pick<WhitelistPreview, 'overlaps' | 'overlapping'> {
  const related = standingEntries(reading, reading.now()).flatMap((entry) => {
    const relation = entry.id === id ? undefined : relationOf(entry, { value, match })
    return relation === undefined ? [] : { ...entry, relation }
  })
  // What goes on covering all of it is what matters when it is removed: it must not fall behind many small ones.
  const nearest = related.toSorted((a, b) => relationOrder.indexOf(a.relation) - relationOrder.indexOf(b.relation))
  return { overlaps: nearest.slice(0, mostShown), overlapping: related.length }
}

const relationOrder: readonly WhitelistRelation[] = ['same', 'around', 'inside']

function bundledAround(value: string, match: Match, reading: Reading): WhitelistPreview['bundled'] {
  const network = match === 'network' ? parseNetwork(value) : undefined
  if (!network) return []
  const found = Map.groupBy(bundledEntries(network, listsInForce(reading)), ({ list }) => list)
  return [...found].map(([{ name, mode }, entries]) => ({
    ...{ list: name, mode, count: entries.length },
    first: { value: entries[0]?.network.text ?? '', who: entries[0]?.publisher.name ?? '' },
  }))
}
