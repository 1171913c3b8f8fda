import { describe, expect, it } from 'vitest'
import {
  columnBy,
  leastWidth,
  moveBy,
  nextSort,
  plainOf,
  sortRows,
  type Column,
} from '../../src/renderer/components/grid.ts'

interface Row {
  readonly name: string
  readonly size: number
}
const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', width: 'minmax(120px, 1fr)', sortBy: ({ name }) => name },
  { id: 'size', title: 'Size', width: '80px', sortBy: ({ size }) => size },
  { id: 'fixed', title: 'Fixed', width: '40px' },
]
const rows: readonly Row[] = [
  { name: 'b10', size: 2 },
  { name: 'b9', size: 2 },
  { name: 'a', size: 5 },
]
const names = (sorted: readonly Row[]): string[] => sorted.map(({ name }) => name)

describe('grid', () => {
  it('sorts by number or by words with their numbers, and keeps equal rows in place', () => {
    expect(names(sortRows(rows, columns, { column: 'size', descending: true }))).toEqual(['a', 'b10', 'b9'])
    expect(names(sortRows(rows, columns, { column: 'name', descending: false }))).toEqual(['a', 'b9', 'b10'])
    expect(sortRows(rows, columns, undefined)).toBe(rows)
    expect(sortRows(rows, columns, { column: 'fixed', descending: true })).toBe(rows)
  })

  it('begins with the largest number or the first word, and turns round on the next press', () => {
    const [name, size] = columns
    expect(size && nextSort(size, rows, undefined)).toEqual({ column: 'size', descending: true })
    expect(name && nextSort(name, rows, undefined)).toEqual({ column: 'name', descending: false })
    expect(size && nextSort(size, rows, { column: 'size', descending: true })).toEqual({
      column: 'size',
      descending: false,
    })
  })

  it('moves the cursor and stops at both ends', () => {
    expect(['j', 'k', 'Home', 'End', 'PageDown', 'PageUp'].map((key) => moveBy(key, 5, 100, 20))).toEqual([
      6, 4, 0, 99, 25, 0,
    ])
    expect(moveBy('j', 99, 100, 20)).toBe(99)
    expect(moveBy('j', -1, 0, 20)).toBeUndefined()
    expect(moveBy('b', 5, 100, 20)).toBeUndefined()
    expect(moveBy('constructor', 5, 100, 20)).toBeUndefined()
  })

  it('moves among columns, beginning with the first', () => {
    expect(columnBy(columns, undefined, 1)).toBe('name')
    expect(columnBy(columns, 'name', 1)).toBe('size')
    expect(columnBy(columns, 'name', -1)).toBe('name')
    expect(columnBy(columns, 'fixed', 1)).toBe('fixed')
  })

  it('says in plain text what a cell holds, by whatever the column knows', () => {
    const row: Row = { name: 'b9', size: 2 }
    const facets = () => [{ field: 'tool' as const, value: 'sipp', label: 'SIPp' }]
    const text = () => 'as text'
    const base = { id: 'x', title: 'X', width: '1px' }
    expect(plainOf({ ...base, facets, text, plain: () => 'plain' }, row)).toBe('plain')
    expect(plainOf({ ...base, facets, text }, row)).toBe('as text')
    expect(plainOf({ ...base, facets }, row)).toBe('SIPp')
    expect(plainOf({ ...base, sortBy: ({ size }: Row) => size }, row)).toBe('2')
    expect(plainOf(base, row)).toBe('')
  })

  it('knows how narrow its columns may become', () => {
    expect(leastWidth(columns.map(({ width }) => width))).toBe(240)
  })
})
