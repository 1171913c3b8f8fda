import type { SourceTimeline } from '../../contract/console/sources.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { hasEvents, sourceEventsIn, sourceRatePerMinutes, sourceRatePerSeconds, type Step } from '../store/live.ts'
import type { StoredSource } from '../store/sources.ts'
import { bordersOf } from '../store/tallies/borders.ts'
import { minutesIn } from '../store/tallies/cover.ts'
import { minutesTouched } from '../store/tallies/tallies.ts'

const mostSteps = 600
/** Up to here seconds are counted from the source's own events, unless it sent too many to read; beyond, tallies tell. */
const countedUpTo = 2 * 3_600_000
const mostCounted = 50_000
/** Steps of more minutes are whole hours, and of more hours whole days: that many times fewer tallies are looked up. */
const mostMinutes = 30
const mostHours = 12

export function timelineOf(reader: Reader, source: StoredSource, range: Range | undefined): SourceTimeline {
  const whole = range ?? { from: toMilliseconds(source.firstSeen), to: toMilliseconds(source.lastSeen) + 1 }
  const span = whole.to - whole.from
  if (isCounted(reader, source, whole)) {
    const width = widthFor(span / 1_000)
    return series(sourceRatePerSeconds(reader, source.id, whole, width), whole, width * 1_000)
  }
  const minutes = minutesFor(reader, whole)
  return series(sourceRatePerMinutes(reader, source.id, whole, minutes), whole, minutes * 60_000)
}

const isCounted = (reader: Reader, { id }: StoredSource, range: Range): boolean =>
  range.to - range.from <= countedUpTo && hasEvents(reader, range) && sourceEventsIn(reader, id, range) <= mostCounted

/** @param span in the unit of the result; one step more than it needs, because steps begin at multiples of theirs. */
const widthFor = (span: number): number => Math.max(1, Math.ceil(span / (mostSteps - 1)))

/** Minutes per step; hours or days where the range begins before shorter tallies do. */
function minutesFor(reader: Reader, range: Range): number {
  const { minute, hour } = bordersOf(reader)
  const { from } = minutesTouched(range)
  const span = (range.to - range.from) / 60_000
  const minutes = widthFor(span)
  if (minutes <= mostMinutes && from >= Math.max(minute, hour)) return minutes
  const hours = widthFor(span / minutesIn.hour)
  if (hours <= mostHours && from >= hour) return hours * minutesIn.hour
  return widthFor(span / minutesIn.day) * minutesIn.day
}

function series(points: readonly Step[], range: Range, step: number): SourceTimeline {
  const first = Math.floor(range.from / step)
  const counts = new Array<number>(Math.max(1, Math.ceil(range.to / step) - first)).fill(0)
  for (const point of points) {
    const at = point.step - first
    if (at >= 0 && at < counts.length) counts[at] = point.messages
  }
  return { from: first * step, step, counts }
}
