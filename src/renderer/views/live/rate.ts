import type { Gap, RateSeries } from '../../../contract/console/live.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import { hasColour } from '../../charts/methods.ts'

/** A rate series made ready to draw: messages per second in at most `most` buckets. */
export interface RateBuckets {
  /** Start of each bucket, UTC milliseconds. */
  readonly times: readonly number[]
  /** Milliseconds per bucket. */
  readonly width: number
  readonly methods: readonly { readonly method: string; readonly perSecond: readonly number[] }[]
}

/** Messages of the newest second are still on their way: with it every live chart would end in a false dip. */
const underWay = 1000
export function settled({ from, to }: Range): Range {
  const end = Math.min(to, Math.floor((Date.now() - underWay) / 1000) * 1000)
  return { from, to: Math.max(end, from + 1000) }
}

/**
 * Gathers points into buckets that begin at fixed moments, so that a moving range does not make the bars shimmer. The
 * first and last bucket may be cut short: they are divided by the time they really cover.
 */
export function bucketRate(series: RateSeries, most: number): RateBuckets {
  const length = Math.max(0, ...series.methods.map(({ counts }) => counts.length))
  const width = niceWidth(series.step, length, most)
  const first = Math.floor(series.from / width) * width
  const end = series.from + length * series.step
  const size = length === 0 ? 0 : Math.ceil((end - first) / width)
  const times = Array.from({ length: size }, (_, at) => first + at * width)
  const covered = times.map((time) => (Math.min(end, time + width) - Math.max(series.from, time)) / 1000)
  const methods = foldRare(series.methods).map(({ method, counts }) => {
    const sums = new Array<number>(size).fill(0)
    counts.forEach((count, at) => {
      const bucket = Math.floor((series.from + at * series.step - first) / width)
      sums[bucket] = (sums[bucket] ?? 0) + count
    })
    return { method, perSecond: sums.map((sum, at) => sum / (covered[at] || 1)) }
  })
  return { times, width, methods }
}

/** Methods that have a colour of their own keep it; the rest is `other`, drawn last. */
function foldRare(methods: RateSeries['methods']): RateSeries['methods'] {
  const common = methods.filter(({ method }) => hasColour(method))
  const rare = methods.filter(({ method }) => !hasColour(method))
  if (rare.length === 0) return common
  const length = Math.max(...rare.map(({ counts }) => counts.length))
  const sum = (at: number): number => rare.reduce((total, { counts }) => total + (counts[at] ?? 0), 0)
  return [...common, { method: 'other', counts: Array.from({ length }, (_, at) => sum(at)) }]
}

/** The smallest multiple of `step`, among lengths people read easily, that needs at most `most` buckets. */
function niceWidth(step: number, length: number, most: number): number {
  const nice = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400].map(
    (s) => s * 1000,
  )
  const least = (step * length) / most
  return nice.find((width) => width >= least && width % step === 0) ?? step * Math.ceil(length / most)
}

/** First and last bucket that a gap touches, or nothing when it lies outside. */
export function gapBuckets(gap: Gap, buckets: RateBuckets): readonly [number, number] | undefined {
  const start = buckets.times[0]
  if (start === undefined) return undefined
  const at = (time: number): number => Math.floor((time - start) / buckets.width)
  const [from, to] = [Math.max(0, at(gap.from)), Math.min(buckets.times.length - 1, at(gap.to))]
  return from <= to ? [from, to] : undefined
}
