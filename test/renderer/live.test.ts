import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateSeries } from '../../src/contract/console/live.ts'
import type { SensorRow } from '../../src/contract/console/sensors.ts'
import type { EventRow } from '../../src/contract/console/vocabulary.ts'
import { blindSpots, interrupted } from '../../src/renderer/views/live/blind-spots.ts'
import { createFeedBuffer } from '../../src/renderer/views/live/feed-buffer.ts'
import { bucketRate, gapBuckets } from '../../src/renderer/views/live/rate.ts'

const series = (from: number, counts: number[], more: Partial<RateSeries> = {}): RateSeries => ({
  from,
  step: 1000,
  methods: [{ method: 'INVITE', counts }],
  gaps: [],
  ...more,
})

describe('rate buckets', () => {
  it('keeps each second while they fit', () => {
    const buckets = bucketRate(series(10_000, [1, 2, 3]), 10)
    expect(buckets).toEqual({
      times: [10_000, 11_000, 12_000],
      width: 1000,
      methods: [{ method: 'INVITE', perSecond: [1, 2, 3] }],
    })
  })

  it('begins buckets at fixed moments and divides those cut short by what they cover', () => {
    const buckets = bucketRate(
      series(
        13_000,
        Array.from({ length: 20 }, () => 4),
      ),
      5,
    )
    expect(buckets.width).toBe(5000)
    expect(buckets.times).toEqual([10_000, 15_000, 20_000, 25_000, 30_000])
    expect(buckets.methods[0]?.perSecond).toEqual([4, 4, 4, 4, 4])
  })

  it('gathers methods without a colour into one, whatever the attacker calls them', () => {
    const methods = [
      { method: 'FOO', counts: [1, 0] },
      { method: 'INVITE', counts: [5, 5] },
      { method: 'other', counts: [2, 2] },
    ]
    expect(bucketRate(series(0, [], { methods }), 10).methods).toEqual([
      { method: 'INVITE', perSecond: [5, 5] },
      { method: 'other', perSecond: [3, 2] },
    ])
  })

  it('finds the buckets a gap touches, and none for a gap elsewhere', () => {
    const buckets = bucketRate(series(10_000, [1, 1, 1, 1]), 10)
    const gap = (from: number, to: number) => ({ sensor: 1, from, to, reason: 'link down' })
    expect(gapBuckets(gap(11_500, 12_500), buckets)).toEqual([1, 2])
    expect(gapBuckets(gap(0, 99_000), buckets)).toEqual([0, 3])
    expect(gapBuckets(gap(0, 5000), buckets)).toBeUndefined()
    expect(gapBuckets(gap(50_000, 60_000), buckets)).toBeUndefined()
  })

  it('has nothing to draw for nothing', () => {
    expect(bucketRate(series(0, [], { methods: [] }), 10)).toEqual({ times: [], width: 1000, methods: [] })
  })
})

const row = (id: number): EventRow => ({ id, source: id % 2 ? 'odd' : 'even' }) as EventRow
const batch = (numbers: number[], seen: number, dropped = 0) => ({ rows: numbers.map(row), seen, dropped })
const ids = (rows: readonly EventRow[]): number[] => rows.map(({ id }) => id)

describe('feed buffer', () => {
  it('shows the newest first and forgets what is beyond the limit', () => {
    const feed = createFeedBuffer(3, () => true)
    feed.take(batch([1, 2], 2))
    feed.release()
    expect(ids(feed.rows())).toEqual([2, 1])
    feed.take(batch([3, 4], 4))
    expect(ids(feed.rows())).toEqual([2, 1])
    feed.release()
    expect(ids(feed.rows())).toEqual([4, 3, 2])
  })

  it('accounts for every event: seen = shown + held + filtered + dropped', () => {
    const feed = createFeedBuffer(2, ({ source }) => source === 'even')
    feed.take(batch([1, 2, 3, 4], 9, 5))
    expect(feed.count()).toEqual({ seen: 9, shown: 0, held: 2, filtered: 2, dropped: 5 })
    feed.release()
    feed.take(batch([6, 8, 10], 12, 5))
    const count = feed.count()
    expect(count).toEqual({ seen: 12, shown: 2, held: 3, filtered: 2, dropped: 5 })
    expect(count.shown + count.held + count.filtered + count.dropped).toBe(count.seen)
  })
})

describe('feed buffer under changing filters', () => {
  const odd = ({ source }: EventRow): boolean => source === 'odd'

  it('narrows what was shown and what waits, brings rows back, and its account stays whole', () => {
    const feed = createFeedBuffer(3, () => true)
    feed.take(batch([1, 2, 3, 4], 4))
    feed.release()
    feed.take(batch([5, 6], 9, 3))
    feed.want(odd)
    expect(ids(feed.rows())).toEqual([3, 1])
    expect(feed.count()).toEqual({ seen: 6, shown: 2, held: 1, filtered: 3, dropped: 0 })
    feed.take(batch([7, 8], 12, 4))
    feed.release()
    expect(ids(feed.rows())).toEqual([7, 5, 3])
    expect(feed.count()).toEqual({ seen: 9, shown: 4, held: 0, filtered: 4, dropped: 1 })
    feed.want(() => true)
    expect(ids(feed.rows())).toEqual([8, 7, 6])
    expect(feed.count()).toEqual({ seen: 8, shown: 8, held: 0, filtered: 0, dropped: 0 })
  })

  it('adds up after every step, whatever comes', () => {
    const step = fc.oneof(
      fc.record({ take: fc.array(fc.nat(50), { maxLength: 9 }), dropped: fc.nat(4) }),
      fc.constant('release' as const),
      fc.constant('odd' as const),
      fc.constant('all' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const feed = createFeedBuffer(4, () => true)
        let seen = 0
        let dropped = 0
        for (const one of steps) {
          if (one === 'release') feed.release()
          else if (one === 'odd') feed.want(odd)
          else if (one === 'all') feed.want(() => true)
          else {
            dropped += one.dropped
            seen += one.take.length + one.dropped
            feed.take(batch(one.take, seen, dropped))
          }
          const account = feed.count()
          expect(account.shown + account.held + account.filtered + account.dropped).toBe(account.seen)
          expect(feed.rows().length).toBeLessThanOrEqual(4)
        }
      }),
    )
  })
})

describe('blind spots', () => {
  const now = 1_000_000
  const range = { from: now - 900_000, to: now }
  const sensor = (more: Partial<SensorRow>): SensorRow =>
    ({ id: 1, name: 'berlin', state: 'live', since: now - 60_000, gaps: [], ...more }) as SensorRow
  const words = (more: Partial<SensorRow>): string[] => blindSpots([sensor(more)], range, now).map((spot) => spot.words)

  it('is silent about a sensor that sees', () => {
    expect(words({ lag: 200, clockOffset: 30 })).toEqual([])
  })

  it('names a sensor that is out of reach, since when, and why', () => {
    expect(words({ state: 'down', error: 'connection refused' })).toEqual([
      'not reachable for 1 min: connection refused. What it sees waits in its spool.',
    ])
  })

  it('names lag, wrong clocks and lost events, but only gaps of this range', () => {
    expect(words({ lag: 12_000, clockOffset: -3000 })).toEqual([
      '12 s behind, 0 events still in its spool.',
      'clock 3 s behind.',
    ])
    const gap = { sensor: 1, reason: 'spool full', lost: 1204 }
    expect(words({ gaps: [{ ...gap, from: now - 2000, to: now - 1000 }] })).toEqual([
      '1,204 events lost in 1 gap of this range.',
    ])
    expect(words({ gaps: [{ ...gap, from: 0, to: 1 }] })).toEqual([])
  })

  it('tells a sensor that catches up from one whose burst is over', () => {
    const counters = { received: 0, answered: 0, throttled: 0, malformed: 0, spoolBytes: 0 }
    expect(words({ lag: 9000, counters: { ...counters, spoolWaiting: 0 } })).toEqual([])
    expect(words({ lag: 90, counters: { ...counters, spoolWaiting: 900 } })).toEqual([])
    expect(words({ counters: { ...counters, spoolWaiting: 250_000 } })).toEqual([
      'catching up: 250,000 events still in its spool.',
    ])
  })

  it('counts links that were down for a while without a known loss', () => {
    const gap = { sensor: 1, reason: 'link down', from: now - 9000, to: now - 1000 }
    expect(interrupted([sensor({ gaps: [gap] }), sensor({ gaps: [] })], range)).toBe(1)
    expect(interrupted([sensor({ gaps: [{ ...gap, lost: 3 }] }), sensor({ state: 'down', gaps: [gap] })], range)).toBe(
      0,
    )
  })

  it('puts the worst first', () => {
    const spots = blindSpots([sensor({ lag: 9000 }), sensor({ id: 2, name: 'rome', state: 'refused' })], range, now)
    expect(spots.map((spot) => spot.sensor)).toEqual(['rome', 'berlin'])
  })
})
