import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  elementsFor,
  isSameWindow,
  mostHeight,
  overscan,
  revealed,
  scrolled,
  settled,
  topOf,
  windowOf,
  type ScrollPlace,
} from '../../../src/renderer/components/window.ts'

const facts = { length: 1000, rowHeight: 28, headerHeight: 28, viewport: 588 }
const million = { ...facts, length: 1_000_000, rowHeight: 36 }
const bottom = mostHeight - facts.viewport
const top: ScrollPlace = { scrollTop: 0, shift: 0 }
const at = (scrollTop: number): ScrollPlace => ({ scrollTop, shift: 0 })
const rowsAt = (place: ScrollPlace): number => place.scrollTop + place.shift

describe('the window of a list', () => {
  it('draws what is in sight and a little more', () => {
    const first = windowOf(facts, top)
    expect([first.from, first.firstSeen, first.lastSeen, first.to]).toEqual([0, 0, 20, 20 + overscan])
    const middle = windowOf(facts, at(2800))
    expect([middle.from, middle.firstSeen, middle.lastSeen]).toEqual([100 - overscan, 100, 120])
    expect(topOf(middle, 100, 28)).toBe(28 + 2800)
    expect(middle.height).toBe(28 + 28_000)
  })

  it('draws nothing of an empty list', () => {
    const none = windowOf({ ...facts, length: 0 }, at(90))
    expect([none.from, none.to]).toEqual([0, 0])
  })

  it('draws nothing anew for a step within a row', () => {
    const from = windowOf(facts, at(2801))
    expect(isSameWindow(from, windowOf(facts, at(2805)))).toBe(true)
    expect(isSameWindow(from, windowOf(facts, at(2830)))).toBe(false)
  })

  it('stays where it is when the row is in sight, and moves by as little as it can', () => {
    const place = at(2800)
    expect(revealed(facts, place, 105)).toBe(place)
    expect(revealed(facts, place, 99)).toEqual(at(99 * 28))
    expect(revealed(facts, place, 120)).toEqual(at(121 * 28 - 560))
  })
})

describe('the window of a list too long to be laid out', () => {
  it('reaches its last row at the end of the scroll bar', () => {
    const end = windowOf(million, scrolled(million, top, bottom))
    expect([end.height, end.lastSeen]).toEqual([mostHeight, 1_000_000])
    expect(topOf(end, 999_999, 36) + 36).toBeLessThanOrEqual(mostHeight)
    expect(topOf(end, end.firstSeen, 36)).toBeGreaterThanOrEqual(bottom - 36)
  })

  it('moves by rows for a wheel, and by its share for the scroll bar', () => {
    const half = scrolled(million, top, bottom / 2)
    expect(rowsAt(half)).toBeCloseTo((36_000_000 - 560) / 2, -2)
    expect(rowsAt(scrolled(million, half, half.scrollTop + 120))).toBe(rowsAt(half) + 120)
    expect(rowsAt(scrolled(million, half, half.scrollTop - 120))).toBe(rowsAt(half) - 120)
  })

  it('passes no row with a wheel from one end to the other', () => {
    let place = scrolled(million, top, bottom - 5000)
    let last = rowsAt(place)
    for (let step = 0; last < rowsAt({ scrollTop: bottom, shift: 36_000_028 - mostHeight }) && step < 1000; step += 1) {
      place = settled(million, scrolled(million, place, Math.min(bottom, place.scrollTop + 120)))
      expect(rowsAt(place) - last).toBeLessThanOrEqual(121)
      last = rowsAt(place)
    }
    expect(windowOf(million, place).lastSeen).toBe(1_000_000)
  })

  it('shows the same rows when the scroll bar settles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: bottom - 1 }), fc.integer({ min: -1100, max: 1100 }), (drag, wheel) => {
        const place = scrolled(million, scrolled(million, top, drag), Math.max(1, Math.min(bottom - 2, drag + wheel)))
        const now = settled(million, place)
        expect(rowsAt(now)).toBe(rowsAt(place))
        expect(settled(million, now).scrollTop).toBe(now.scrollTop)
      }),
      { numRuns: 300 },
    )
  })

  it('leaves rows in sight where they are for a page key, up to both ends', () => {
    const rows = million.viewport / million.rowHeight - 2
    let place = revealed(million, top, 400_000)
    let turned = 0
    for (let index = 400_000; index < 410_000; index += rows) {
      const next = revealed(million, place, Math.round(index))
      if (next.shift !== place.shift) turned += 1
      place = next
    }
    expect(turned).toBeLessThan(20)
    for (const [index, end] of [[0, 0] as const, [999_999, bottom] as const])
      expect(revealed(million, place, index).scrollTop).toBe(end)
  })

  it('scrolls to any row so that it is in sight below the header', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: bottom }), (index, from) => {
        const place = revealed(million, scrolled(million, top, from), index)
        const y = topOf(windowOf(million, place), index, 36) - place.scrollTop
        expect(y).toBeGreaterThanOrEqual(28 - 1)
        expect(y + 36).toBeLessThanOrEqual(588 + 1)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the elements of rows', () => {
  const elements = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })

  it('are one for each row, stay with rows that stay, and are used again', () => {
    fc.assert(
      fc.property(elements, elements, (first, second) => {
        const before = elementsFor(first, undefined)
        const after = elementsFor(second, before)
        expect([...after.keys()]).toEqual(second)
        expect(new Set(after.values()).size).toBe(second.length)
        for (const name of second) if (before.has(name)) expect(after.get(name)).toBe(before.get(name))
        const most = Math.max(first.length, second.length)
        expect([...after.values()].every((element) => element < most)).toBe(true)
      }),
    )
  })
})
