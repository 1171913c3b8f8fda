import type { RateSeries } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import type { Reader } from '../store/connection.ts'
import { gapsIn } from '../store/gaps.ts'
import { keptSeconds } from '../store/ingest/aggregates/aggregates.ts'
import { ratesPerMinutes, ratesPerSecond, type RatePoint } from '../store/live.ts'

/** A chart is some thousand pixels wide; more points cost time and show nothing. */
const mostPoints = 7_500
/** Minutes per point for longer ranges. */
const widths = [1, 5, 15, 60, 360, 1440]

/** Messages per step and method. Steps begin at multiples of their width, so that a moving range does not flicker. */
export function rateIn(reader: Reader, range: Range, now: number): RateSeries {
  const gaps = gapsIn(reader, range.from, range.to)
  const seconds = Math.ceil((range.to - range.from) / 1000)
  if (range.from >= now - keptSeconds * 1000 && seconds <= mostPoints) {
    return { ...series(ratesPerSecond(reader, range), range, 1000), gaps }
  }
  const width = widths.find((minutes) => seconds / 60 / minutes <= mostPoints) ?? 1440
  return { ...series(ratesPerMinutes(reader, range, width), range, width * 60_000), gaps }
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
