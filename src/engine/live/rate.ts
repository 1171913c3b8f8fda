import type { RateSeries } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import type { Reader } from '../store/connection.ts'
import { gapsIn } from '../store/gaps.ts'
import { keptSeconds } from '../store/ingest/aggregates/aggregates.ts'
import { ratesPerMinutes, ratesPerSecond, type RatePoint } from '../store/live.ts'
import { bordersOf } from '../store/tallies/borders.ts'
import { minutesIn, type Borders } from '../store/tallies/cover.ts'
import { minutesTouched } from '../store/tallies/tallies.ts'

/** A chart is some thousand pixels wide; more points cost time and show nothing. */
const mostPoints = 7_500
/** Minutes hold a row for each kind of message: a day of them is read in some tens of milliseconds. */
const mostMinutes = 1_500
const mostHours = 62 * 24

/** Messages per step and method. Steps begin at multiples of their width, so that a moving range does not flicker. */
export function rateIn(reader: Reader, range: Range, now: number): RateSeries {
  const gaps = gapsIn(reader, range.from, range.to)
  const seconds = Math.ceil((range.to - range.from) / 1000)
  if (range.from >= now - keptSeconds * 1000 && seconds <= mostPoints) {
    return { ...series(ratesPerSecond(reader, range), range, 1000), gaps }
  }
  const width = widthFor(seconds / 60, minutesTouched(range).from, bordersOf(reader))
  return { ...series(ratesPerMinutes(reader, range, width), range, width * 60_000), gaps }
}

/** Minutes per point: as few as are read in a blink, and still counted at the beginning of the range. */
function widthFor(minutes: number, from: number, borders: Borders): number {
  if (minutes <= mostMinutes && from >= Math.max(borders.minute, borders.hour)) return minutesIn.minute
  return minutes <= mostHours * 60 && from >= borders.hour ? minutesIn.hour : minutesIn.day
}

function series(points: readonly RatePoint[], range: Range, step: number): Omit<RateSeries, 'gaps'> {
  const first = Math.floor(range.from / step)
  const length = Math.max(1, Math.ceil(range.to / step) - first)
  const counts = new Map<string, number[]>()
  for (const point of points) {
    const line = counts.get(point.method) ?? new Array<number>(length).fill(0)
    counts.set(point.method, line)
    const at = point.step - first
    if (at >= 0 && at < length) line[at] = point.messages
  }
  const methods = [...counts].map(([method, line]) => ({ method, counts: line }))
  methods.sort((a, b) => total(b.counts) - total(a.counts))
  return { from: first * step, step, methods }
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
