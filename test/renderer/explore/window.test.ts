import { describe, expect, it } from 'vitest'
import {
  isSameWindow,
  mostHeight,
  overscan,
  scrollTo,
  topOf,
  windowOf,
} from '../../../src/renderer/components/window.ts'

const facts = { length: 1000, rowHeight: 28, headerHeight: 28, scrollTop: 0, viewport: 588 }
const million = { ...facts, length: 1_000_000, rowHeight: 36 }
const bottom = mostHeight - facts.viewport

describe('the window of a list', () => {
  it('draws what is in sight and a little more', () => {
    const top = windowOf(facts)
    expect([top.from, top.firstSeen, top.lastSeen, top.to]).toEqual([0, 0, 20, 20 + overscan])
    const middle = windowOf({ ...facts, scrollTop: 2800 })
    expect([middle.from, middle.firstSeen, middle.lastSeen]).toEqual([100 - overscan, 100, 120])
    expect(topOf(middle, 100, 28)).toBe(28 + 2800)
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
    expect(topOf(end, 999_999, 36) + 36).toBeLessThanOrEqual(mostHeight)
    expect(topOf(end, end.firstSeen, 36)).toBeGreaterThanOrEqual(bottom)
  })

  it('scrolls to any row so that it is in sight below the header', () => {
    for (const index of [0, 1, 5, 19, 20, 500, 123_456, 777_777, 999_998, 999_999]) {
      for (const from of [0, 1_000_000, bottom]) {
        const scrollTop = scrollTo(index, { ...million, scrollTop: from })
        const seen = windowOf({ ...million, scrollTop })
        const y = topOf(seen, index, 36) - scrollTop
        expect(y, `${index} from ${from}`).toBeGreaterThanOrEqual(28 - 1)
        expect(y + 36, `${index} from ${from}`).toBeLessThanOrEqual(588 + 1)
      }
    }
  })

  it('draws nothing anew for a step within a row', () => {
    const from = windowOf({ ...facts, scrollTop: 2801 })
    expect(isSameWindow(from, windowOf({ ...facts, scrollTop: 2805 }))).toBe(true)
    expect(isSameWindow(from, windowOf({ ...facts, scrollTop: 2830 }))).toBe(false)
    const far = windowOf({ ...million, scrollTop: 9_000_000 })
    expect(isSameWindow(far, windowOf({ ...million, scrollTop: 9_000_010 }))).toBe(false)
  })

  it('stays where it is when the row is in sight', () => {
    expect(scrollTo(105, { ...facts, scrollTop: 2800 })).toBe(2800)
    expect(scrollTo(99, { ...facts, scrollTop: 2800 })).toBe(99 * 28)
    expect(scrollTo(120, { ...facts, scrollTop: 2800 })).toBe(121 * 28 - 560)
  })
})
