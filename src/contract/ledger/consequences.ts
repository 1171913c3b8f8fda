import { contains, parseNetwork, splitAround, type Network } from './address.ts'
import type { BanProposal } from './intents/ban.ts'
import type { WhitelistAddition } from './intents/whitelist.ts'
import { isLive, type BanLife } from './life/ban.ts'
import { forbids, whitelistTest } from './whitelist.ts'

/**
 * What a whitelist entry does to a ban: what is public is revoked, or split where only a part of a range is meant; what
 * is not public yet is stopped on its way.
 */
export type Consequence =
  | { readonly ban: string; readonly address: string; readonly how: 'blocked' }
  | { readonly ban: string; readonly address: string; readonly how: 'revoked' }
  | {
      readonly ban: string
      readonly address: string
      readonly how: 'split'
      /** The ranges and addresses that stay on the list. */
      readonly into: readonly string[]
    }

export interface BanAtRisk {
  readonly ban: Pick<BanLife, 'id' | 'state' | 'expiresAt'> & { readonly proposal: Pick<BanProposal, 'seen'> }
  readonly network: Network
}

/**
 * The one answer to what adding, or changing to, this entry does at `now`: the feed carries it out, the console shows it
 * before. An entry that only informs, or is over, does nothing.
 */
export function consequencesOf(
  addition: Pick<WhitelistAddition, 'value' | 'match' | 'mode' | 'expiresAt'>,
  bans: Iterable<BanAtRisk>,
  now: number,
): readonly Consequence[] {
  if (!forbids(addition) || addition.expiresAt <= now) return []
  const hits = whitelistTest(addition)
  const hole = (addition.match ?? 'network') === 'network' ? parseNetwork(addition.value) : undefined
  return [...bans]
    .filter(({ ban, network }) => standsAt(ban, now) && hits({ network, seen: ban.proposal.seen }))
    .map((atRisk) => consequence(atRisk, hole))
}

/** The feed lets a ban end at its very time; its record may come later. */
const standsAt = ({ state, expiresAt = Infinity }: BanAtRisk['ban'], now: number): boolean =>
  isLive(state) && (state !== 'published' || expiresAt > now)

function consequence({ ban: { id, state }, network }: BanAtRisk, hole: Network | undefined): Consequence {
  const about = { ban: id, address: network.text }
  if (state !== 'published') return { ...about, how: 'blocked' }
  const into = hole && contains(network, hole) ? splitAround(network, [hole]) : []
  if (into.length === 0) return { ...about, how: 'revoked' }
  return { ...about, how: 'split', into: into.map(({ text }) => text) }
}
