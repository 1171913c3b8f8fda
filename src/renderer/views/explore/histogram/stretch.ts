import type { Histogram } from '../../../../contract/console/explore.ts'
import type { Range } from '../../../../contract/console/vocabulary.ts'

/** Points chosen by keys: where it began and where it went to; both are part of it, in any order. */
export interface Stretch {
  readonly anchor: number
  readonly head: number
}

/** Where a key takes a stretch among `length` points; without one it begins at the newest point. */
export function movedStretch(
  stretch: Stretch | undefined,
  step: number,
  extend: boolean,
  length: number,
): Stretch | undefined {
  if (length === 0) return undefined
  const last = length - 1
  if (!stretch) return { anchor: last, head: last }
  const head = Math.max(0, Math.min(last, stretch.head + step))
  return { anchor: extend ? stretch.anchor : head, head }
}

/** First and last point of it. */
export const pointsOf = ({ anchor, head }: Stretch): readonly [number, number] => [
  Math.min(anchor, head),
  Math.max(anchor, head),
]

/**
 * The time that points cover. Points may begin before what was asked and end behind it; nobody asked for that.
 *
 * @param asked the range of the question, when it had one.
 */
export function stretchRange(
  { starts, step }: Pick<Histogram, 'starts' | 'step'>,
  [first, last]: readonly [number, number],
  asked: Range | undefined,
): Range | undefined {
  const start = starts[first]
  const lastStart = starts[last]
  if (start === undefined || lastStart === undefined) return undefined
  const end = starts[last + 1] ?? lastStart + step
  const range = { from: Math.max(start, asked?.from ?? -Infinity), to: Math.min(end, asked?.to ?? Infinity) }
  return range.from < range.to ? range : undefined
}
