import { toMicroseconds } from '../codes.ts'
import { histogramOf } from './histogram.ts'
import type { Part, Plan } from './plan.ts'
import type { Run } from './run.ts'

/** Where a page begins that is asked for by its place. */
export interface Skipped {
  /** What is left of the plan. */
  readonly parts: readonly Part[]
  /** Matches of it that lie before the page still. */
  readonly left: number
}

/** Points looked at in each round: a year comes down to minutes in three. */
const points = 400
/** So few are passed one by one. */
const fewMatches = 2_000
const minute = 60_000

/** Passes over the first matches by the counts that are kept, instead of reading them. */
export function skipMatches(run: Run, plan: Plan, descending: boolean, offset: number): Skipped {
  let skipped: Skipped = { parts: plan.parts, left: offset }
  let looked = plan.parts
  for (let step = Infinity; step > minute && skipped.left > fewMatches && !run.late();) {
    const histogram = histogramOf(run, { ...plan, parts: looked }, points, 'UTC')
    if (histogram.step >= step) break
    step = histogram.step
    const found = pointWith(histogram.counts, descending, skipped.left)
    const from = toMicroseconds(histogram.starts[found.at] ?? 0)
    const to = toMicroseconds(histogram.starts[found.at + 1] ?? Infinity)
    looked = clipped(skipped.parts, from, to)
    skipped = {
      parts: descending ? clipped(skipped.parts, -Infinity, to) : clipped(skipped.parts, from, Infinity),
      left: found.left,
    }
  }
  return skipped
}

/** The point in which the match lies that so many others come before. */
function pointWith(counts: readonly number[], descending: boolean, before: number): { at: number; left: number } {
  const [last, way] = [counts.length - 1, descending ? -1 : 1]
  let at = descending ? last : 0
  let left = before
  for (; left >= (counts[at] ?? Infinity) && at + way >= 0 && at + way <= last; at += way) left -= counts[at] ?? 0
  return { at, left }
}

const clipped = (parts: readonly Part[], from: number, to: number): readonly Part[] =>
  parts
    .map((part) => ({ ...part, from: Math.max(part.from, from), to: Math.min(part.to, to) }))
    .filter((part) => part.from < part.to)
