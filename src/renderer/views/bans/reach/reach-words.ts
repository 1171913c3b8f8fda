import type { Reach } from '../../../../contract/console/reach.ts'
import { clientFamilies, type ClientFamily, type SubscriberReach } from '../../../../contract/ledger/reach.ts'
import { count, counted } from '../../../text/format.ts'
import { momentParts, type Zone } from '../../../text/time.ts'

/** `2026-03-09 14:00 UTC`: a minute is as exact as this gets. */
export function minuteOf(time: number, zone: Zone): string {
  const parts = momentParts(time, zone)
  return `${parts.date} ${parts.time.slice(0, 5)} ${parts.zone}`
}

/** "3 of 12 subscribers have it, 7 have not, 2 unknown." */
export function whoHasIt({ subscribers, has, hasNot, unknown }: Reach): string {
  const all = subscribers.length
  if (all === 0) return 'Nobody subscribes to the list: nobody has it.'
  const whole = `${count(has)} of ${counted(all, 'subscriber')} ${verb(has, 'has', 'have')} it`
  const rest = [
    ...(hasNot > 0 ? [`${count(hasNot)} ${verb(hasNot, 'has', 'have')} not`] : []),
    ...(unknown > 0 ? [`${count(unknown)} unknown`] : []),
  ]
  return `${[whole, ...rest].join(', ')}.`
}

/** What a revoke made now would leave behind, for before it is made. */
export function ifRevokedNow(reach: Reach, zone: Zone): string {
  const { count: may } = reach.mayBlock
  if (may === 0) return 'If it is revoked now, nobody goes on blocking it.'
  return `If it is revoked now, ${count(may)} may go on blocking it: ${untilWhen(reach, zone)}.`
}

/** For one that has left the list, in whatever way. */
export function afterwards(how: 'Revoked' | 'Expired', reach: Reach, zone: Zone): string {
  const { count: may } = reach.mayBlock
  const all = reach.subscribers.length
  if (may === 0) return `${how}. No subscriber blocks it any more.`
  return `${how}. ${count(may)} of ${counted(all, 'subscriber')} may still block it, ${untilWhen(reach, zone)}.`
}

function untilWhen({ mayBlock }: Reach, zone: Zone): string {
  const { count: may, atATime, latest, atNextPull, never, unknown } = mayBlock
  const last = latest === undefined ? '' : minuteOf(latest, zone)
  if (atATime === may) return `latest until ${last}`
  return [
    ...(atATime > 0 ? [`${count(atATime)} until ${last} at the latest`] : []),
    ...(atNextPull > 0 ? [`${count(atNextPull)} until ${verb(atNextPull, 'it asks', 'they ask')} again`] : []),
    ...(never > 0 ? [`${count(never)} until somebody clears it there by hand`] : []),
    ...(unknown > 0 ? [`${count(unknown)} nobody knows how long`] : []),
  ].join(', ')
}

/** What it means that some of them have no key any more; `undefined` when all have theirs. */
export function withoutKey({ subscribers }: Reach): string | undefined {
  const gone = subscribers.filter(({ removedAt }) => removedAt !== undefined).length
  if (gone === 0) return undefined
  const [keys, them] = gone === 1 ? ['The key', 'it is'] : ['The keys', 'they are']
  return `${keys} of ${counted(gone, 'subscriber')} ${verb(gone, 'was', 'were')} removed: ${them} told nothing any more, a revoke neither.`
}

const verb = (of: number, one: string, many: string): string => (of === 1 ? one : many)

export const stateWords: Readonly<Record<SubscriberReach['state'], string>> = {
  has: '● has it',
  'has-not': '○ has it not',
  unknown: '? unknown',
}

/** Which programs ask with its key. */
export const familyWords = ({ families = [] }: { readonly families?: readonly ClientFamily[] | undefined }): string =>
  families.length === 0 ? 'not seen yet' : families.map((family) => clientFamilies[family]).join(', ')

/** How long one subscriber may block it yet. */
export function blocksUntil({ state, ends, latest }: SubscriberReach, zone: Zone): string {
  if (state === 'has-not') return '–'
  if (latest !== undefined) return `until ${minuteOf(latest, zone)} at the latest`
  if (ends === 'at-next-pull') return 'until it asks again'
  return ends === 'never' ? 'until cleared by hand' : 'nobody knows'
}
