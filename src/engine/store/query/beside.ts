import { microsecondsPerMinute } from '../codes.ts'
import { bordersOf } from '../tallies/borders.ts'
import type { Span } from './events.ts'
import { spanKept, stepsOf, type Step } from './pairs.ts'
import type { Run } from './run.ts'

/** What lies beside a span is read when it is so many times shorter: what everybody ever sent is to be read too. */
const timesShorter = 2
/** Days are counted whole, and the last one may have just begun. */
const lastEvent = 'SELECT max(time) AS time FROM event'

/**
 * The steps that together are all that is counted but for a span, when they are much shorter than it: what lies inside is
 * then all that was ever counted without them.
 */
export function stepsBeside(run: Run, { from, to }: Span): readonly Step[] | undefined {
  const kept = spanKept(run)
  if (!kept) return undefined
  const end = Math.min(kept.to, run.reader.get<{ time: number | null }>(lastEvent)?.time ?? kept.to)
  const [before, behind] = [Math.max(0, from - kept.from), Math.max(0, end - to)]
  if ((before + behind) * timesShorter > end - kept.from - before - behind) return undefined
  // Before a border counts are of hours or days, and a span that ends inside of one is widened.
  const { event, minute, hour } = bordersOf(run.reader)
  const border = Math.max(event, minute, hour) * microsecondsPerMinute
  if ((before > 0 && from < border) || (to < kept.to && to < border)) return undefined
  return [
    ...(before > 0 ? stepsOf(run, { from: -Infinity, to: from }) : []),
    ...(to < kept.to ? stepsOf(run, { from: to, to: Infinity }) : []),
  ]
}
