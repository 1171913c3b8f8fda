import type { SourceTimeline } from '../../contract/console/sources.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { sourceRatePerMinutes, sourceRatePerSeconds } from '../store/live.ts'
import type { StoredSource } from '../store/sources.ts'

const mostSteps = 600
/** Up to here seconds are counted from the source's own events; beyond, its minutes are added up. */
const countedUpTo = 2 * 3_600_000

export function timelineOf(reader: Reader, source: StoredSource, range: Range | undefined): SourceTimeline {
  const whole = range ?? { from: toMilliseconds(source.firstSeen), to: toMilliseconds(source.lastSeen) + 1 }
  const span = whole.to - whole.from
  const unit = span <= countedUpTo ? 1_000 : 60_000
  // One step more than the span needs, because steps begin at multiples of their width.
  const width = Math.max(1, Math.ceil(span / unit / (mostSteps - 1)))
  const read = unit === 1_000 ? sourceRatePerSeconds : sourceRatePerMinutes
  const step = width * unit
  const first = Math.floor(whole.from / step)
  const counts = new Array<number>(Math.max(1, Math.ceil(whole.to / step) - first)).fill(0)
  for (const point of read(reader, source.id, whole, width)) {
    const at = point.step - first
    if (at >= 0 && at < counts.length) counts[at] = point.messages
  }
  return { from: first * step, step, counts }
}
