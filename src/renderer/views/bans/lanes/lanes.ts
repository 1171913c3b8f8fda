import { expiringWithin, type BanRow } from '../../../../contract/console/bans.ts'
import type { BanState } from '../../../../contract/console/vocabulary.ts'

export const laneNames = ['Proposed', 'Held', 'Published', 'Expiring', 'Revoked', 'Ended'] as const
export type LaneName = (typeof laneNames)[number]

const laneOfState: Readonly<Record<BanState, LaneName>> = {
  queued: 'Proposed',
  proposed: 'Proposed',
  held: 'Held',
  published: 'Published',
  expired: 'Ended',
  revoked: 'Revoked',
  rejected: 'Ended',
  withdrawn: 'Ended',
  blocked: 'Ended',
}

export function laneOf(ban: BanRow, now: number): LaneName {
  const lane = laneOfState[ban.state]
  return lane === 'Published' && isExpiring(ban, now) ? 'Expiring' : lane
}

/** Its end is near, or somebody has proposed to move it. */
const isExpiring = ({ expiresAt = Infinity, extension }: BanRow, now: number): boolean =>
  extension !== undefined || expiresAt - now < expiringWithin

/** The moment that matters in its lane: what is due first, or happened last, stands at the top. */
function urgency(ban: BanRow): number {
  if (ban.state === 'held') return ban.holdUntil ?? 0
  if (ban.state === 'proposed' || ban.state === 'queued') return ban.proposedAt
  return -ban.changedAt
}

export function lanes(bans: readonly BanRow[], now: number): Readonly<Record<LaneName, readonly BanRow[]>> {
  const grouped: Record<LaneName, BanRow[]> = {
    Proposed: [],
    Held: [],
    Published: [],
    Expiring: [],
    Revoked: [],
    Ended: [],
  }
  for (const ban of bans) grouped[laneOf(ban, now)].push(ban)
  for (const name of laneNames) grouped[name].sort((a, b) => urgency(a) - urgency(b))
  grouped.Expiring.sort((a, b) => waiting(a) - waiting(b) || (a.expiresAt ?? 0) - (b.expiresAt ?? 0))
  grouped.Revoked.sort((a, b) => (b.attackedSince ?? 0) - (a.attackedSince ?? 0))
  return grouped
}

/** What waits for a decision comes first. */
const waiting = ({ extension }: BanRow): number => (extension ? 0 : 1)

/** The state that goes without saying in its lane. */
export const stateOfLane: Readonly<Record<LaneName, BanState | undefined>> = {
  Proposed: 'proposed',
  Held: 'held',
  Published: 'published',
  Expiring: 'published',
  Revoked: 'revoked',
  Ended: undefined,
}

export const laneHints: Readonly<Record<LaneName, string>> = {
  Proposed: 'Waits for somebody to approve or reject it',
  Held: 'Approved; published when the hold is over, and can be undone until then',
  Published: 'On the list: every subscriber that pulls it gets the address',
  Expiring: 'On the list for less than a day more, or more time is proposed',
  Revoked: 'Off the list by a person or the whitelist; who attacks again comes first',
  Ended: 'Expired, rejected, withdrawn or blocked',
}

export const emptyLane: Readonly<Record<LaneName, string>> = {
  Proposed: 'Nothing waits for a decision.',
  Held: 'Nothing is held.',
  Published: 'Nothing is on the list.',
  Expiring: 'None ends within a day.',
  Revoked: 'None was revoked.',
  Ended: 'None has ended yet.',
}
