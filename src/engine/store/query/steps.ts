import type { Range } from '../../../contract/console/vocabulary.ts'
import { momentOf, offsetAt } from '../../../filter/times/zone.ts'

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Widths that people read at a glance. */
const widths = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * day),
]

/** Points of a histogram: where each begins, and how wide they are, in milliseconds. */
export interface Points {
  readonly step: number
  readonly starts: readonly number[]
}

/**
 * Points that cover a range, at most about so many. Those of hours and less lie at even times of the zone's day; those of
 * a day or more begin at its midnights, so that a day on which clocks change is as long as it was there.
 */
export function pointsOf({ from, to }: Range, most: number, zone: string): Points {
  const step = widths.find((width) => (to - from) / width <= most - 1) ?? manyDays(to - from, most)
  return { step, starts: step < day ? evenSteps(from, to, step, zone) : midnights(from, to, step / day, zone) }
}

const manyDays = (span: number, most: number): number => Math.ceil(span / day / (most - 1)) * day

function evenSteps(from: number, to: number, step: number, zone: string): readonly number[] {
  // Whole minutes: so are the counts that are kept, and the clocks of all zones today.
  const offset = Math.round(offsetAt(from, zone) / minute) * minute
  const first = Math.floor((from + offset) / step) * step - offset
  return Array.from({ length: Math.max(1, Math.ceil((to - first) / step)) }, (_, at) => first + at * step)
}

function midnights(from: number, to: number, days: number, zone: string): readonly number[] {
  const starts: number[] = []
  const first = Math.floor((from + offsetAt(from, zone)) / day) * day
  for (let wall = first; ; wall += days * day) {
    const start = Math.floor(momentOf(wall, zone).time / minute) * minute
    if (starts.length > 0 && start >= to) return starts
    starts.push(start)
  }
}

/** The point that a time belongs to. */
export function pointAt(starts: readonly number[], time: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? Infinity) <= time) low = middle
    else high = middle - 1
  }
  return low
}
