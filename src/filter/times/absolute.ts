import type { Place } from '../filter.ts'
import type { Notes } from '../notes.ts'
import type { Span } from './span.ts'
import { dateClock, offsetText } from './show.ts'
import { momentOf, offsetAt } from './zone.ts'

const pattern =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?$/i

/** Whether it looks like `2026-03`, a date, or a date with a time. */
export const isDate = (text: string): boolean => pattern.test(text)

interface Parts {
  readonly year: number
  readonly month: number
  readonly day?: number
  readonly clock?: Clockwork
}

interface Clockwork {
  readonly hour: number
  readonly minute: number
  readonly second?: number
  readonly millisecond?: number
  readonly offset?: string
}

/** Without an offset of its own the time is one of `zone`; so are days and months. */
export function readAbsolute(text: string, place: Place, zone: string, notes: Notes): Span | undefined {
  const parts = partsOf(text)
  if (!exists(parts)) return notes.error(place, 'There is no such date or time.')
  if (parts.clock === undefined) return daySpan(parts, zone)
  const from = clockMoment(parts, parts.clock, { place, zone, notes })
  return { from, to: from + lengthOf(parts.clock), scale: 'clock' }
}

function partsOf(text: string): Parts {
  const [, year, month, day, hour, minute, second, fraction, offset] = pattern.exec(text) ?? []
  const clock = hour !== undefined && {
    ...{ hour: Number(hour), minute: Number(minute) },
    ...(second !== undefined && { second: Number(second) }),
    ...(fraction !== undefined && { millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)) }),
    ...(offset !== undefined && { offset }),
  }
  return {
    ...{ year: Number(year), month: Number(month) },
    ...(day !== undefined && { day: Number(day) }),
    ...(clock && { clock }),
  }
}

function exists({ year, month, day = 1, clock }: Parts): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1970 && year < 9999
  return isDay && (clock === undefined || (clock.hour < 24 && clock.minute < 60 && (clock.second ?? 0) < 60))
}

function daySpan({ year, month, day }: Parts, zone: string): Span {
  const [from, to] =
    day === undefined
      ? [Date.UTC(year, month - 1), Date.UTC(year, month)]
      : [Date.UTC(year, month - 1, day), Date.UTC(year, month - 1, day + 1)]
  return { from: momentOf(from, zone).time, to: momentOf(to, zone).time, scale: 'day' }
}

/** What the smallest part given leaves open. */
function lengthOf({ second, millisecond }: Clockwork): number {
  if (second === undefined) return 60_000
  return millisecond === undefined ? 1000 : 1
}

interface Around {
  readonly place: Place
  readonly zone: string
  readonly notes: Notes
}

function clockMoment({ year, month, day = 1 }: Parts, clock: Clockwork, { place, zone, notes }: Around): number {
  const { hour, minute, second = 0, millisecond = 0, offset } = clock
  const wall = Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
  if (offset !== undefined) return wall - offsetOf(offset)
  const { time, trouble } = momentOf(wall, zone)
  const read = `${dateClock(time, zone)} ${offsetText(offsetAt(time, zone))}`.replace(/( [+-]\d\d:\d\d)\1$/, '$1')
  if (trouble === 'skipped') notes.hint(place, `Clocks in ${zone} skip this time; it is read as ${read}.`)
  if (trouble === 'twice')
    notes.hint(place, `Clocks in ${zone} show this time twice; it is read as the first, ${read}.`)
  return time
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0
  const digits = text.slice(1).replace(':', '').padEnd(4, '0')
  const size = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
  return text.startsWith('-') ? -size : size
}
