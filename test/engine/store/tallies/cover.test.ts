import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cover, minutesIn, type Level, type Stretch } from '../../../../src/engine/store/tallies/cover.ts'

/** Every minute that stretches count, as often as they do. */
const minutesOf = (stretches: readonly Stretch[]): readonly number[] =>
  stretches.flatMap(({ level, from, to }) => {
    const width = minutesIn[level]
    return Array.from({ length: (to - from) * width }, (_, at) => from * width + at)
  })

const rowsOf = (stretches: readonly Stretch[]): number => stretches.reduce((sum, { from, to }) => sum + to - from, 0)

const days = 9
const ranges = fc
  .tuple(fc.integer({ min: 0, max: days * minutesIn.day }), fc.integer({ min: 0, max: days * minutesIn.day }))
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }))
const levels = fc.constantFrom<Level>('minute', 'hour', 'day')
const borders = fc.record({
  minute: fc.integer({ min: 0, max: days }).map((day) => day * minutesIn.day),
  hour: fc.integer({ min: 0, max: days }).map((day) => day * minutesIn.day),
})
const listed = ({ from, to }: { from: number; to: number }): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at)

test('each minute of a range is counted once, by at most five stretches', () => {
  fc.assert(
    fc.property(ranges, levels, (range, longest) => {
      const stretches = cover(range, { longest })
      expect(minutesOf(stretches)).toEqual(listed(range))
      expect(stretches.length).toBeLessThanOrEqual(5)
      for (const { level } of stretches) expect(minutesIn[level]).toBeLessThanOrEqual(minutesIn[longest])
    }),
    { numRuns: 300 },
  )
})

test('no more rows than whole days, the hours of two days and the minutes of two hours', () => {
  fc.assert(
    fc.property(ranges, (range) => {
      const span = range.to - range.from
      expect(rowsOf(cover(range))).toBeLessThanOrEqual(Math.floor(span / minutesIn.day) + 2 * 23 + 2 * 59)
    }),
    { numRuns: 300 },
  )
})

test('before a border only what is kept there counts, each minute of the range still once', () => {
  fc.assert(
    fc.property(ranges, borders, levels, (range, kept, longest) => {
      const stretches = cover(range, { borders: kept, longest })
      const counted = minutesOf(stretches)
      expect(new Set(counted).size).toBe(counted.length)
      expect([...counted].sort((a, b) => a - b)).toEqual(counted)
      expect(listed(range).every((minute) => minute >= (counted[0] ?? 0) && minute <= (counted.at(-1) ?? 0))).toBe(true)
      for (const { level, from } of stretches) {
        if (level === 'hour') expect(from * 60).toBeGreaterThanOrEqual(kept.hour)
        if (level === 'minute') expect(from).toBeGreaterThanOrEqual(Math.max(kept.minute, kept.hour))
      }
      expect(stretches.length).toBeLessThanOrEqual(5)
    }),
    { numRuns: 300 },
  )
})

test('an empty range has no stretch', () => {
  expect(cover({ from: 7, to: 7 })).toEqual([])
  expect(cover({ from: 7, to: 3 })).toEqual([])
})

test('a range of hours before the border of hours is answered by its day', () => {
  const kept = { minute: 3 * minutesIn.day, hour: 2 * minutesIn.day }
  expect(cover({ from: minutesIn.day + 60, to: minutesIn.day + 120 }, { borders: kept })).toEqual([
    { level: 'day', from: 1, to: 2 },
  ])
})
