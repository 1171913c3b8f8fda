import { describe, expect, it } from 'vitest'
import { movedStretch, pointsOf, stretchRange } from '../../../src/renderer/views/explore/histogram/stretch.ts'

const minute = 60_000
const histogram = {
  from: 0,
  step: minute,
  starts: Array.from({ length: 5 }, (_, at) => at * minute),
  counts: [1, 2, 3, 4, 5],
}

describe('a stretch of a histogram chosen by keys', () => {
  it('begins at the newest point, moves and stops at both ends', () => {
    const begun = movedStretch(undefined, -1, false, 5)
    expect(begun).toEqual({ anchor: 4, head: 4 })
    expect(movedStretch(begun, -1, false, 5)).toEqual({ anchor: 3, head: 3 })
    expect(movedStretch(begun, 1, false, 5)).toEqual({ anchor: 4, head: 4 })
    expect(movedStretch(begun, -Infinity, false, 5)).toEqual({ anchor: 0, head: 0 })
    expect(movedStretch(undefined, 1, false, 0)).toBeUndefined()
  })

  it('grows to both sides of where it began', () => {
    const left = movedStretch({ anchor: 2, head: 2 }, -2, true, 5)
    expect(left && pointsOf(left)).toEqual([0, 2])
    const right = left && movedStretch(left, 4, true, 5)
    expect(right && pointsOf(right)).toEqual([2, 4])
  })

  it('covers its points to the end of the last one', () => {
    expect(stretchRange(histogram, [1, 2], undefined)).toEqual({ from: minute, to: 3 * minute })
    expect(stretchRange(histogram, [4, 4], undefined)).toEqual({ from: 4 * minute, to: 5 * minute })
  })

  it('covers a day of 23 hours as long as it was', () => {
    const days = { from: 0, step: 24 * 60 * minute, starts: [0, 23 * 60 * minute, 47 * 60 * minute], counts: [1, 1, 1] }
    expect(stretchRange(days, [0, 0], undefined)).toEqual({ from: 0, to: 23 * 60 * minute })
  })

  it('never reaches beyond what was asked', () => {
    expect(stretchRange(histogram, [0, 4], { from: 30_000, to: 250_000 })).toEqual({ from: 30_000, to: 250_000 })
    expect(stretchRange(histogram, [7, 8], undefined)).toBeUndefined()
  })
})
