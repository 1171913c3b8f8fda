import { randomUUID } from 'node:crypto'
import { contains, splitAround, type Network } from '../../contract/ledger/address.ts'
import { bundledReasons } from '../../contract/ledger/bundled.ts'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import { networkIndex } from '../../contract/ledger/network-index.ts'
import { rangesRefused, refusedMessage } from '../../contract/ledger/ranges.ts'
import { listIds } from '../life/list-ids.ts'
import { forbiddingBundled } from './bundled.ts'
import type { Judging } from './judging.ts'

/** What stands against a ban: networks that may not be banned, and why. */
interface Bar {
  readonly holes: readonly Network[]
  readonly reasons: readonly string[]
}

/**
 * What the ranges that may not be banned and the bundled lists do to bans that were there before them: the program or its
 * configuration is newer now. They outrank every ban as the whitelist does: what is public is revoked or split, the rest
 * is stopped.
 */
export function enforceRules(judging: Judging): readonly SignedIntent[] {
  const { state, rules, latest } = judging
  const refused = networkIndex(rangesRefused(rules))
  const nextId = listIds(state.lastListId, latest)
  const barOf = (network: Network): Bar => {
    const ranges = refused.overlapping(network)
    const entries = forbiddingBundled(rules, network)
    return {
      holes: [...ranges, ...entries].map((each) => each.network),
      reasons: [...ranges.map((range) => refusedMessage(network, range)), ...bundledReasons(entries)],
    }
  }
  return [...state.live.values()].flatMap(({ ban, network }) => {
    const bar = barOf(network)
    return bar.holes.length > 0 ? [end(judging, ban, network, bar, nextId)] : []
  })
}

function end(
  { voice }: Judging,
  { id, state }: BanLife,
  network: Network,
  { holes, reasons }: Bar,
  nextId: () => string,
): SignedIntent {
  const reason = reasons.join('; ').slice(0, mostReason).toWellFormed()
  if (state !== 'published') return voice.say('ban.blocked', id, { reason })
  const parts = holes.every((hole) => contains(network, hole)) ? splitAround(network, holes) : []
  if (parts.length === 0 || parts.length > mostParts) return voice.say('ban.revoked', id, { reason })
  const into = parts.map(({ text }) => ({ ban: randomUUID(), address: text, listId: nextId() }))
  return voice.say('ban.split', id, { reason, into })
}

/** As the record takes it. */
const mostReason = 300
const mostParts = 128
