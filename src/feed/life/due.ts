import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { LedgerState } from '../ledger/state.ts'
import { publicationBar } from '../policy/ban.ts'
import type { Judging } from '../policy/judging.ts'
import { listIds } from './list-ids.ts'

/** At most so many steps in one transaction: after a long stop thousands may be due, and requests must get their turn. */
const mostAtOnce = 500

/** When the state next asks for a step of the feed's own, UTC milliseconds; `undefined` when never. */
export function nextDue({ live, active }: LedgerState): number | undefined {
  let next = Infinity
  for (const { ban } of live.values()) next = Math.min(next, dueTime(ban))
  for (const { entry } of active.values()) next = Math.min(next, entry.addition.expiresAt)
  return next === Infinity ? undefined : next
}

function dueTime(ban: BanLife): number {
  if (ban.state === 'held') return ban.holdUntil ?? Infinity
  return ban.state === 'published' ? (ban.expiresAt ?? Infinity) : Infinity
}

/** The steps that time alone demands by `now`: publication at the end of the hold, and expiry. */
export function dueSteps(judging: Judging): readonly SignedIntent[] {
  const { state, voice, now, latest } = judging
  const entries = [...state.active.values()]
    .filter(({ entry }) => entry.addition.expiresAt <= now)
    .map(({ entry }) => voice.say('whitelist.expired', entry.id, {}))
  const bans = [...state.live.values()]
    .filter(({ ban }) => dueTime(ban) <= now)
    .map(({ ban }) => ban)
    .sort((a, b) => dueTime(a) - dueTime(b))
    .slice(0, mostAtOnce)
  const nextId = listIds(state.lastListId, latest)
  return [...entries.slice(0, mostAtOnce), ...bans.map((ban) => step(ban, judging, nextId))]
}

function step(ban: BanLife, judging: Judging, nextId: () => string): SignedIntent {
  const { voice, now } = judging
  if (ban.state === 'published') return voice.say('ban.expired', ban.id, {})
  const bar = publicationBar(judging, ban)
  if (bar !== undefined) return voice.say('ban.blocked', ban.id, { reason: bar })
  return voice.say('ban.published', ban.id, { listId: nextId(), expiresAt: now + ban.proposal.duration })
}
