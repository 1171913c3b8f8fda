import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnOfAscii, columnOfHex, hexRuns, moveByte } from '../../../src/renderer/views/dialog/hex-rows.ts'

const bytes = Uint8Array.from({ length: 40 }, (_, at) => at + 60)

describe('a row of the hex view', () => {
  it('shows value and character of every byte', () => {
    expect(hexRuns(bytes, 0, () => '')).toEqual([
      {
        start: 0,
        marks: '',
        joined: false,
        hex: '3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b',
        ascii: '<=>?@ABCDEFGHIJK',
        gap: '',
      },
    ])
    expect(hexRuns(Uint8Array.of(0, 0x7f, 0xff), 0, () => '')[0]?.ascii).toBe('···')
  })

  it('makes a run of each stretch that is marked alike', () => {
    const runs = hexRuns(bytes, 32, (at) => (at === 33 || at === 34 ? 'selected' : ''))
    expect(runs.map(({ start, marks }) => [start, marks])).toEqual([
      [32, ''],
      [33, 'selected'],
      [35, ''],
    ])
    expect(runs.map(({ hex, gap }) => hex + gap).join('')).toBe('5c 5d 5e 5f 60 61 62 63  ')
  })

  it('marks the blanks between runs that are both selected', () => {
    const runs = hexRuns(bytes, 0, (at) => (at === 1 ? 'selected cursor' : at < 4 ? 'selected' : ''))
    expect(runs.map(({ joined }) => joined)).toEqual([true, true, false, false])
  })

  it('finds the byte under the pointer', () => {
    const row = hexRuns(bytes, 0, () => '')[0]?.hex ?? ''
    for (let column = 0; column < 16; column++) {
      const at = column * 3 + (column < 8 ? 0 : 1)
      expect(row.slice(at, at + 2)).toBe((column + 60).toString(16))
      expect(columnOfHex((at + 0.5) / 48)).toBe(column)
      expect(columnOfHex((at + 1.5) / 48)).toBe(column)
      expect(columnOfAscii((column + 0.5) / 16)).toBe(column)
    }
    expect([columnOfHex(-1), columnOfHex(2), columnOfAscii(1)]).toEqual([0, 15, 15])
  })
})

describe('the cursor among bytes', () => {
  it.each([
    ['ArrowRight', 15, 16],
    ['ArrowLeft', 16, 15],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 5, 21],
    ['ArrowDown', 38, 39],
    ['ArrowUp', 5, 5],
    ['Home', 21, 16],
    ['End', 33, 39],
    ['PageDown', 3, 35],
    ['PageUp', 37, 5],
  ])('%s from %i goes to %i', (key, from, to) => expect(moveByte(key, from, 40, 2)).toBe(to))

  it('stays inside', () => {
    const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown')
    fc.assert(
      fc.property(keys, fc.nat(39), fc.integer({ min: 1, max: 9 }), (key, at, page) => {
        const to = moveByte(key, at, 40, page) ?? -1
        expect(to).toBeGreaterThanOrEqual(0)
        expect(to).toBeLessThan(40)
      }),
    )
    expect(moveByte('x', 1, 40, 2)).toBeUndefined()
    expect(moveByte('End', 0, 0, 2)).toBeUndefined()
  })
})
