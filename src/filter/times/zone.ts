/** What clocks show in a time zone, by the tables that every JavaScript runtime brings. */

/** Zones that an attacker or a script may name are many; those in use are few. */
const mostKept = 50
const kept = new Map<string, Intl.DateTimeFormat>()

/** Whether the runtime has tables for this IANA name. */
export const isZone = (zone: string): boolean => clockOf(zone) !== undefined

/** How far clocks in `zone` are ahead of UTC at `time`, in milliseconds. Unknown zones are UTC. */
export function offsetAt(time: number, zone: string): number {
  const clock = zone === 'UTC' ? undefined : clockOf(zone)
  return clock === undefined ? 0 : shownBy(clock, time) - Math.floor(time / 1000) * 1000
}

export interface Moment {
  readonly time: number
  /** `skipped`: clocks were put forward past it. `twice`: they were put back, and this is the first of the two. */
  readonly trouble?: 'skipped' | 'twice'
}

const day = 86_400_000

/**
 * When clocks in `zone` show `wall`, given as if it were UTC. Of a time that comes twice it is the first; one that clocks
 * skip is as much later as they skip: with clocks put forward from 2:00 to 3:00, 2:30 means 3:30.
 */
export function momentOf(wall: number, zone: string): Moment {
  const before = offsetAt(wall - day, zone)
  const after = offsetAt(wall + day, zone)
  const found = [wall - before, wall - after].filter((time) => time + offsetAt(time, zone) === wall)
  if (found.length === 0) return { time: wall - before, trouble: 'skipped' }
  const time = Math.min(...found)
  return Math.max(...found) > time ? { time, trouble: 'twice' } : { time }
}

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = kept.get(zone)
  if (known) return known
  const made = makeClock(zone)
  if (kept.size >= mostKept) kept.clear()
  if (made) kept.set(zone, made)
  return made
}

function makeClock(timeZone: string): Intl.DateTimeFormat | undefined {
  const two = '2-digit'
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
    })
  } catch {
    return undefined
  }
}

function shownBy(clock: Intl.DateTimeFormat, time: number): number {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of clock.formatToParts(time)) shown[type] = Number(value)
  const { year = 1970, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, date, hour, minute, second)
}
