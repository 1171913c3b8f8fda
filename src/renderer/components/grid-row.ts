import { h, type VNode } from 'vue'
import type { Column } from './grid.ts'
import './grid-row.css'
import { untrusted } from './untrusted.ts'

/** `cell-<id>` draws a column. */
export type CellSlots<Row> = Readonly<Record<`cell-${string}`, ((props: { row: Row }) => VNode[]) | undefined>>

export interface GridRowProps<Row> {
  /** Place in the list, from 0. */
  readonly index: number
  /** `id` of its element. */
  readonly name: string
  /** `undefined`: it is on its way. */
  readonly row: Row | undefined
  readonly columns: readonly Column<Row>[]
  readonly cells: CellSlots<Row>
  /** Pixels from the top of the content. */
  readonly y: number
  /** The cursor is on it. */
  readonly active: boolean
  /** Column of the cursor, in its row alone. */
  readonly current: string | undefined
  /** The list has the focus too. */
  readonly focused: boolean
  /** Whether it is chosen; `undefined` where nothing can be. */
  readonly chosen: boolean | undefined
  /** Severity or state, as a class. */
  readonly tone: string | undefined
}

/** `id` of a cell that may be the active one. */
export const cellName = (row: string, column: string): string => `${row}-${column}`

/**
 * A row of a DataGrid. Scrolling changes hundreds of cells at once: there is no component for each, no listener, and no
 * name for those that nobody points at.
 */
export function GridRow<Row>(props: GridRowProps<Row>): VNode {
  const { index, name, row, y, active, focused, chosen, tone } = props
  const states = [row === undefined && 'waiting', active && 'active', focused && 'focused']
  return h(
    'div',
    {
      id: row === undefined ? undefined : name,
      role: 'row',
      class: ['row', tone, ...states],
      'aria-rowindex': index + 2,
      'aria-selected': row === undefined ? undefined : (chosen ?? active),
      style: `transform: translateY(${y}px)`,
    },
    row === undefined ? placesOf(props) : [...checkOf(props), ...cellsOf(props, row)],
  )
}

const check = 'cell check'
const checkOf = <Row>({ chosen }: GridRowProps<Row>): VNode[] =>
  chosen === undefined ? [] : [h('div', { key: check, role: 'gridcell', class: check }, chosen ? '☑' : '☐')]

function cellsOf<Row>({ columns, cells, name, current }: GridRowProps<Row>, row: Row): VNode[] {
  const drawn = (column: Column<Row>): string | VNode[] => {
    if (column.draw) return asChildren(column.draw(row))
    return cells[`cell-${column.id}`]?.({ row }) ?? [untrusted(column.text?.(row) ?? '')]
  }
  return columns.map((column) => {
    const isCurrent = column.id === current
    return h(
      'div',
      {
        key: column.id,
        role: 'gridcell',
        class: `cell ${column.align ?? ''}${isCurrent ? ' current' : ''}`,
        id: isCurrent ? cellName(name, column.id) : undefined,
      },
      drawn(column),
    )
  })
}

const asChildren = (drawn: string | VNode): string | VNode[] => (typeof drawn === 'string' ? drawn : [drawn])

function placesOf<Row>({ columns, chosen }: GridRowProps<Row>): VNode[] {
  const keys = [...(chosen === undefined ? [] : [check]), ...columns.map(({ id }) => id)]
  return keys.map((key) => h('div', { key, role: 'gridcell', class: 'cell' }, [h('i', { 'aria-hidden': true })]))
}

/** Where in a grid an event happened: the place in the list, and which of the row's cells, from 0. */
export function placeOf({ target }: Event): { readonly index: number; readonly cell: number } | undefined {
  const row = target instanceof Element ? target.closest('[role=row]') : null
  if (!row) return undefined
  const cell = [...row.children].findIndex((each) => each.contains(target as Element))
  return { index: Number(row.ariaRowIndex) - 2, cell }
}
