import type { Value } from '../filter.ts'
import { clockParts, clockText, dateClock, dayStart, isDayStart } from '../times/show.ts'
import type { Clock } from '../times/span.ts'
import { orList } from './lists.ts'

/** `in the last hour`, `on 2026-03-01 (UTC)`, `between 2026-03-01 10:00 and 11:00 (Europe/Berlin)`. */
export function timePhrase(values: readonly Value[], clock: Clock): string {
  return orList(values.map((value) => (value.kind === 'time' ? stretch(value.from, value.to, clock) : '')))
}

function stretch(from: number | undefined, to: number | undefined, clock: Clock): string {
  const now = Math.floor(clock.now)
  const last = from !== undefined && from < now && (to ?? now) === now ? spanText(now - from) : undefined
  if (last !== undefined) return `in the last ${last}`
  const next = from === now && to !== undefined ? spanText(to - now) : undefined
  return next === undefined ? `${dated(from, to, clock.zone)} (${clock.zone})` : `in the next ${next}`
}

const units = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** Counts above this are told better by their beginning. */
const mostCounted = 120

/** `hour`, `90 minutes`; `undefined` when no unit goes into it evenly. */
function spanText(length: number): string | undefined {
  const [name, size] = units.find(([, each]) => length % each === 0) ?? []
  if (name === undefined || length === 0 || length / size > mostCounted) return undefined
  return length === size ? name : `${length / size} ${name}s`
}

function dated(from: number | undefined, to: number | undefined, zone: string): string {
  if (from === undefined) return ending(to ?? 0, zone)
  if (to === undefined) return `since ${dayOrClock(from, zone)}`
  if (isDayStart(from, zone) && isDayStart(to, zone)) return wholeDays(from, to, zone)
  const sameDay = clockParts(from, zone).date === clockParts(to, zone).date
  return `between ${dateClock(from, zone)} and ${sameDay ? clockText(to, zone) : dateClock(to, zone)}`
}

const dayOrClock = (time: number, zone: string): string =>
  isDayStart(time, zone) ? clockParts(time, zone).date : dateClock(time, zone)

const ending = (to: number, zone: string): string =>
  isDayStart(to, zone) ? `until the end of ${clockParts(to - 1, zone).date}` : `before ${dateClock(to, zone)}`

function wholeDays(from: number, to: number, zone: string): string {
  const { date } = clockParts(from, zone)
  return dayStart(from, zone, 1) === to ? `on ${date}` : `from ${date} through ${clockParts(to - 1, zone).date}`
}
