import { randomUUID } from 'node:crypto'
import { contains, splitAround, type Network } from '../../contract/ledger/address.ts'
import { bundledEntries, bundledReasons, type BundledEntry } from '../../contract/ledger/bundled.ts'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import { listIds } from '../life/list-ids.ts'
import type { BanRules, Judging } from './judging.ts'

const entriesFor = (mode: 'block' | 'inform', { bundled }: BanRules, network: Network): readonly BundledEntry[] =>
  bundledEntries(network, bundled).filter(({ list }) => list.mode === mode)

export const forbiddingBundled = (rules: BanRules, network: Network): readonly BundledEntry[] =>
  entriesFor('block', rules, network)

/** @returns words for the lists that ask for a second look. */
export const informingBundled = (rules: BanRules, network: Network): readonly string[] =>
  bundledReasons(entriesFor('inform', rules, network))

/**
 * What the bundled lists do to bans that were there before them: the program is newer now, or a list was switched on
 * again. They outrank every ban as the whitelist does: what is public is revoked or split, the rest is stopped.
 */
export function enforceBundled(judging: Judging): readonly SignedIntent[] {
  const { state, rules, now } = judging
  const nextId = listIds(state.lastListId, now)
  return [...state.live.values()].flatMap(({ ban, network }) => {
    const entries = forbiddingBundled(rules, network)
    return entries.length > 0 ? [end(judging, ban, network, entries, nextId)] : []
  })
}

function end(
  { voice }: Judging,
  { id, state }: BanLife,
  network: Network,
  entries: readonly BundledEntry[],
  nextId: () => string,
): SignedIntent {
  const reason = bundledReasons(entries).join('; ').slice(0, mostReason).toWellFormed()
  if (state !== 'published') return voice.say('ban.blocked', id, { reason })
  const parts = remainsOf(network, entries)
  if (parts.length === 0 || parts.length > mostParts) return voice.say('ban.revoked', id, { reason })
  const into = parts.map(({ text }) => ({ ban: randomUUID(), address: text, listId: nextId() }))
  return voice.say('ban.split', id, { reason, into })
}

/** As the record takes it. */
const mostReason = 300
const mostParts = 128

function remainsOf(network: Network, entries: readonly BundledEntry[]): readonly Network[] {
  const holes = entries.map((entry) => entry.network)
  return holes.every((hole) => contains(network, hole)) ? splitAround(network, holes) : []
}
