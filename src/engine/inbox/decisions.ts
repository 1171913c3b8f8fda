import type { BanRow } from '../../contract/console/bans.ts'
import type { DecisionList, InboxDecision, InboxDecisions } from '../../contract/console/inbox.ts'
import { bansNamed, listBans } from '../blacklist/bans/list.ts'
import { attackingAgain } from '../blacklist/proposing/again.ts'
import { escalations } from '../blacklist/proposing/escalation.ts'
import type { Reading } from '../readers/reading.ts'
import { extendedBans } from '../store/ban-lines.ts'
import { marksOf, type Standing } from '../store/inbox/marks.ts'

const day = 86_400_000
/** A revoke that was regretted later is looked up where it matters, on Bans. */
const regrettedFor = 30 * day
/** Extensions that are looked at. */
const most = 1_000
const mostShown = 200

/** What waits for whoever asks, or what was put away of it. @param me their key; `undefined`: nothing is their own. */
export function inboxDecisions(reading: Reading, list: DecisionList, me: string | undefined): InboxDecisions {
  const { waiting, own } = approvals(reading, me)
  const all = [...waiting, ...ending(reading), ...regrets(reading), ...ranges(reading)]
  const marks = marksOf(
    reading.reader,
    all.map(({ key }) => key),
  )
  const now = reading.now()
  const lists = Map.groupBy(all, (decision) => standingOf(decision, marks.get(decision.key), now))
  const of = (name: DecisionList): readonly InboxDecision[] => lists.get(name) ?? []
  return {
    ...{ list, own, rows: of(list).slice(0, mostShown) },
    counts: { open: of('open').length, done: of('done').length, snoozed: of('snoozed').length },
  }
}

/** What is done stays so, but for a range of which more hosts are banned now. */
function standingOf(decision: InboxDecision, mark: Standing | undefined, now: number): Standing['mark'] {
  if (!mark || (mark.mark === 'snoozed' && (mark.until ?? 0) <= now)) return 'open'
  return decision.kind === 'range' && mark.mark === 'done' && decision.range.hosts > mark.messages ? 'open' : mark.mark
}

interface Approvals {
  readonly waiting: readonly InboxDecision[]
  readonly own: number
}

/** Bans and extensions that others proposed, oldest first. */
export function approvals(reading: Reading, me: string | undefined): Approvals {
  const alone = reading.live.feed?.solo === true
  const isOwn = (key: string | undefined): boolean => !alone && me !== undefined && key === me
  const proposed = listBans(reading, { states: ['proposed'] }).toReversed()
  const extended = bansNamed(reading, extendedBans(reading.reader, most)).toReversed()
  const decision = (kind: 'approve' | 'approve-extension') => (ban: BanRow) => ({ kind, key: ban.id, ban })
  const waiting = [
    ...proposed.filter(({ proposer }) => !isOwn(proposer)).map(decision('approve')),
    ...extended.filter(({ extension }) => !isOwn(extension?.proposer)).map(decision('approve-extension')),
  ]
  return { waiting, own: proposed.length + extended.length - waiting.length }
}

/** Those for which the watch has not proposed more time, for want of a feed or of the right to. */
function ending(reading: Reading): readonly InboxDecision[] {
  const found = new Map(attackingAgain(reading).again.map(({ ban, extension }) => [ban, extension]))
  return bansNamed(reading, [...found.keys()]).flatMap((ban) => {
    const extension = found.get(ban.id)
    if (!extension) return []
    return [{ kind: 'ending', key: ban.id, ban, reason: extension.reason, duration: extension.duration }]
  })
}

function regrets(reading: Reading): readonly InboxDecision[] {
  const since = reading.now() - regrettedFor
  return listBans(reading, { states: ['revoked'] })
    .filter(({ attackedSince, revokedAt = 0 }) => attackedSince !== undefined && revokedAt > since)
    .map((ban) => ({ kind: 'regret', key: ban.id, ban }))
}

const ranges = (reading: Reading): readonly InboxDecision[] =>
  escalations(reading).map((range) => ({ kind: 'range', key: range.address, range }))
