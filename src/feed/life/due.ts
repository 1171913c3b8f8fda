import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { LedgerState } from '../ledger/state.ts'
import { publicationBar, type BanRules } from '../policy/ban.ts'
import type { FeedVoice } from '../policy/voice.ts'

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
export function dueSteps(state: LedgerState, voice: FeedVoice, rules: BanRules, now: number): readonly SignedIntent[] {
  const entries = [...state.active.values()]
    .filter(({ entry }) => entry.addition.expiresAt <= now)
    .map(({ entry }) => voice.say('whitelist.expired', entry.id, {}))
  const bans = [...state.live.values()]
    .filter(({ ban }) => dueTime(ban) <= now)
    .map(({ ban }) => ban)
    .sort((a, b) => dueTime(a) - dueTime(b))
    .slice(0, mostAtOnce)
  const nextId = listIds(state.lastListId, now)
  return [...entries.slice(0, mostAtOnce), ...bans.map((ban) => step(ban, state, voice, rules, now, nextId))]
}

function step(
  ban: BanLife,
  state: LedgerState,
  voice: FeedVoice,
  rules: BanRules,
  now: number,
  nextId: () => string,
): SignedIntent {
  if (ban.state === 'published') return voice.say('ban.expired', ban.id, {})
  const bar = publicationBar(state, ban, rules, now)
  if (bar !== undefined) return voice.say('ban.blocked', ban.id, { reason: bar })
  return voice.say('ban.published', ban.id, { listId: nextId(), expiresAt: now + ban.proposal.duration })
}

/**
 * List IDs never go backwards, because a subscriber asks for "what is above my last one" and would miss what is below:
 * above the last ID given, and above the Unix time, which is above all that a restored backup has forgotten.
 */
function listIds(last: number, now: number): () => string {
  let id = Math.max(last, Math.floor(now / 1000) - 1, 1000)
  return () => String((id += 1))
}
