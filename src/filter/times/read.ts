import type { Place } from '../filter.ts'
import type { Notes } from '../notes.ts'
import { isDate, readAbsolute } from './absolute.ts'
import { readRelative } from './relative.ts'
import { clockParts, dayStart } from './show.ts'
import type { Clock, Span } from './span.ts'

/** Reads one time. Trouble goes to `notes`. */
export function readTime(text: string, place: Place, clock: Clock, notes: Notes): Span | undefined {
  const word = text.toLowerCase()
  if (word === 'today' || word === 'yesterday') return wholeDay(clock, word === 'today' ? 0 : -1)
  if (word.startsWith('now')) return readRelative(word.slice(3), place, clock.now, notes)
  if (isDate(text)) return readAbsolute(text, place, clock.zone, notes)
  return notes.error(place, notATime, insteadOf(word, clock))
}

const notATime =
  'This is no time: write now-1h (s, m, h, d, w), today, 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00+02:00.'

function wholeDay({ now, zone }: Clock, days: number): Span {
  return { from: dayStart(now, zone, days), to: dayStart(now, zone, days + 1), scale: 'day' }
}

/** `1h` and `-1h` mean `now-1h`; `10:00` means that of today. */
function insteadOf(word: string, clock: Clock): readonly string[] {
  if (/^[+-]?\d{1,6}[smhdw]$/.test(word)) return [`now${/^[+-]/.test(word) ? '' : '-'}${word}`]
  const [, time] = /^(\d\d:\d\d(?::\d\d)?)$/.exec(word) ?? []
  return time === undefined ? [] : [`${clockParts(clock.now, clock.zone).date}T${time}`]
}
