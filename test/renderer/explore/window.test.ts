import { describe, expect, it } from 'vitest'
import { mostHeight, overscan, scrollTo, windowOf } from '../../../src/renderer/components/window.ts'

const facts = { length: 1000, rowHeight: 28, headerHeight: 28, scrollTop: 0, viewport: 588 }
const million = { ...facts, length: 1_000_000, rowHeight: 36 }
const bottom = mostHeight - facts.viewport

describe('the window of a list', () => {
  it('draws what is in sight and a little more', () => {
    const top = windowOf(facts)
    expect([top.from, top.firstSeen, top.lastSeen, top.to]).toEqual([0, 0, 20, 20 + overscan])
    const middle = windowOf({ ...facts, scrollTop: 2800 })
    expect([middle.from, middle.firstSeen, middle.lastSeen]).toEqual([100 - overscan, 100, 120])
    expect(middle.top(100)).toBe(28 + 2800)
    expect(middle.height).toBe(28 + 28_000)
  })

  it('draws nothing of an empty list', () => {
    const none = windowOf({ ...facts, length: 0, scrollTop: 90 })
    expect([none.from, none.to]).toEqual([0, 0])
  })

  it('reaches the last of a million rows within what browsers lay out', () => {
    const end = windowOf({ ...million, scrollTop: bottom })
    expect(end.height).toBe(mostHeight)
    expect(end.lastSeen).toBe(1_000_000)
    expect(end.top(999_999) + 36).toBeLessThanOrEqual(mostHeight)
    expect(end.top(end.firstSeen)).toBeGreaterThanOrEqual(bottom)
  })

  it('scrolls to any row so that it is in sight below the header', () => {
    for (const index of [0, 1, 5, 19, 20, 500, 123_456, 777_777, 999_998, 999_999]) {
      for (const from of [0, 1_000_000, bottom]) {
        const scrollTop = scrollTo(index, { ...million, scrollTop: from })
        const seen = windowOf({ ...million, scrollTop })
        const y = seen.top(index) - scrollTop
        expect(y, `${index} from ${from}`).toBeGreaterThanOrEqual(28 - 1)
        expect(y + 36, `${index} from ${from}`).toBeLessThanOrEqual(588 + 1)
      }
    }
  })

  it('stays where it is when the row is in sight', () => {
    expect(scrollTo(105, { ...facts, scrollTop: 2800 })).toBe(2800)
    expect(scrollTo(99, { ...facts, scrollTop: 2800 })).toBe(99 * 28)
    expect(scrollTo(120, { ...facts, scrollTop: 2800 })).toBe(121 * 28 - 560)
  })
})
