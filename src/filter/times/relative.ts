import type { Place } from '../filter.ts'
import type { Notes } from '../notes.ts'
import type { Span } from './span.ts'

/** Milliseconds; a day is 24 hours here, also when clocks are changed. */
export const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const steps = /^(?:[+-]\d{1,6}[smhdw](?:\d{1,6}[smhdw])*)*$/
const step = /([+-]?)(\d+)([smhdw])/g

/** Years that a date can be written in, in milliseconds. */
export const earliest = 0
export const latest = Date.UTC(9999, 11, 31)

/** `-1h`, `+2d12h`, or nothing, behind `now`. */
export function readRelative(text: string, place: Place, now: number, notes: Notes): Span | undefined {
  if (!steps.test(text)) return notes.error(place, 'Write times from now as now-1h or now+2d: s, m, h, d or w.')
  const time = Math.floor(now) + distanceOf(text)
  if (time < earliest || time > latest) return notes.error(place, 'That is too far from now.')
  return { from: time, to: time, scale: 'now' }
}

/** A part without a sign goes on in the direction of the one before: `-1h30m`. */
function distanceOf(text: string): number {
  let direction = 1
  let sum = 0
  for (const [, sign, count, unit = ''] of text.matchAll(step)) {
    if (sign) direction = sign === '-' ? -1 : 1
    sum += direction * Number(count) * (units[unit] ?? 0)
  }
  return sum
}
