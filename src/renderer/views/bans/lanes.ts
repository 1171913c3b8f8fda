import type { BanRow } from '../../../contract/console/bans.ts'
import type { BanState } from '../../../contract/console/vocabulary.ts'

export const laneNames = ['Proposed', 'Held', 'Published', 'Expiring', 'Ended'] as const
export type LaneName = (typeof laneNames)[number]

/** A published ban counts as expiring in its last day. */
const expiringWithin = 86_400_000

const laneOfState: Readonly<Record<BanState, LaneName>> = {
  queued: 'Proposed',
  proposed: 'Proposed',
  held: 'Held',
  published: 'Published',
  expired: 'Ended',
  revoked: 'Ended',
  rejected: 'Ended',
  withdrawn: 'Ended',
  blocked: 'Ended',
}

export function laneOf(ban: BanRow, now: number): LaneName {
  const lane = laneOfState[ban.state]
  const expiring = lane === 'Published' && ban.expiresAt !== undefined && ban.expiresAt - now < expiringWithin
  return expiring ? 'Expiring' : lane
}

/** The moment that matters in its lane: what is due first, or happened last, stands at the top. */
function urgency(ban: BanRow): number {
  if (ban.state === 'held') return ban.holdUntil ?? 0
  if (ban.state === 'proposed' || ban.state === 'queued') return ban.proposedAt
  return -(ban.steps.at(-1)?.time ?? ban.proposedAt)
}

export function lanes(bans: readonly BanRow[], now: number): Readonly<Record<LaneName, readonly BanRow[]>> {
  const grouped: Record<LaneName, BanRow[]> = { Proposed: [], Held: [], Published: [], Expiring: [], Ended: [] }
  for (const ban of bans) grouped[laneOf(ban, now)].push(ban)
  for (const name of laneNames) grouped[name].sort((a, b) => urgency(a) - urgency(b))
  grouped.Expiring.sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))
  return grouped
}

export const emptyLane: Readonly<Record<LaneName, string>> = {
  Proposed: 'Nothing waits for a decision. Propose a ban with B on a source.',
  Held: 'Nothing is held. An approved ban waits here and can be undone.',
  Published: 'No address is on the blacklist.',
  Expiring: 'No ban ends within a day.',
  Ended: 'Nothing was revoked, rejected or has expired yet.',
}
