import type { WhitelistEntry, WhitelistOverlaps } from '../../contract/console/whitelist.ts'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { shownState } from '../../contract/ledger/life/ban.ts'
import { networkIndex, type NetworkIndex } from '../../contract/ledger/network-index.ts'
import { whitelistTest } from '../../contract/ledger/whitelist.ts'
import { goOn, type Reading } from '../readers/reading.ts'
import { bansAtRisk, bansBlocked } from '../store/bans-at-risk.ts'
import { standingEntries } from './entries.ts'
import { relationOf } from './relation.ts'

/** As many as anybody would read. */
const mostShown = 1000

interface Listed {
  readonly entry: WhitelistEntry
  readonly network: Network
}

/** Which entries in force hold, double or lie in which, and which bans they meet. */
export function overlapsOf(reading: Reading): WhitelistOverlaps {
  const entries = standingEntries(reading, reading.now())
  const listed = entries.flatMap((entry) => {
    const network = entry.match === 'network' ? parseNetwork(entry.value) : undefined
    return network ? { entry, network } : []
  })
  const index = networkIndex(listed)
  const others = entries.filter(({ match }) => match !== 'network')
  const pairs = bounded([...networkPairs(listed, index, reading), ...otherPairs(others, reading)])
  const bans = bounded(bansMet(index, others, reading))
  return { pairs: pairs.first, pairCount: pairs.count, bans: bans.first, banCount: bans.count }
}

type Pair = WhitelistOverlaps['pairs'][number]

/** Counts all, keeps the first. */
function bounded<Item>(items: Iterable<Item>): { readonly first: readonly Item[]; readonly count: number } {
  const first: Item[] = []
  let count = 0
  for (const item of items) {
    if (count < mostShown) first.push(item)
    count += 1
  }
  return { first, count }
}

/** Each pair once, with the wider one first; of two that are the same, the one listed first. */
function* networkPairs(listed: readonly Listed[], index: NetworkIndex<Listed>, reading: Reading): Generator<Pair> {
  const place = new Map(listed.map(({ entry }, at) => [entry, at]))
  for (const [at, { entry: one, network }] of listed.entries()) {
    goOn(reading)
    for (const { entry: other, network: its } of index.overlapping(network)) {
      const same = its.text === network.text
      if (same ? (place.get(other) ?? 0) > at : contains(network, its)) yield { one, other, same }
    }
  }
}

/** Those about other things than addresses are few. */
function* otherPairs(entries: readonly WhitelistEntry[], reading: Reading): Generator<Pair> {
  for (const [at, one] of entries.entries()) {
    goOn(reading)
    for (const other of entries.slice(at + 1)) {
      const relation = relationOf(one, other)
      if (relation === 'inside') yield { one: other, other: one, same: false }
      else if (relation) yield { one, other, same: relation === 'same' }
    }
  }
}

function* bansMet(
  index: NetworkIndex<Listed>,
  others: readonly WhitelistEntry[],
  reading: Reading,
): Generator<WhitelistOverlaps['bans'][number]> {
  const tests = others.map((entry) => ({ entry, fits: whitelistTest(entry) }))
  const meets = others.length > 0 ? undefined : (network: Network) => index.overlapping(network).length > 0
  for (const { ban, network } of [...bansAtRisk(reading.reader, meets), ...bansBlocked(reading.reader)]) {
    const met = { id: ban.id, address: network.text, state: shownState(ban.state) }
    for (const { entry } of index.overlapping(network)) yield { entry, ban: met }
    for (const { entry, fits } of tests) if (fits({ network, seen: ban.proposal.seen })) yield { entry, ban: met }
  }
}
