import type { VNode } from 'vue'
import type { Facet } from '../lists/filters.ts'

/** One column of a DataGrid. Cells are drawn by `draw`, by the slot `cell-<id>`, or as untrusted text from `text`. */
export interface Column<Row> {
  readonly id: string
  readonly title: string
  /** A CSS grid track, e.g. `88px` or `minmax(160px, 1fr)`. */
  readonly width: string
  readonly align?: 'start' | 'end'
  readonly text?: (row: Row) => string
  /** For lists that scroll far: less work than a slot. */
  readonly draw?: (row: Row) => string | VNode
  /** Longer explanation of the heading. */
  readonly hint?: string
  /** Makes the heading a sort control: what to compare rows by. */
  readonly sortBy?: (row: Row) => number | string
  /** The same where the engine sorts: what it calls this order. */
  readonly order?: string
  /** The values of the cell that `+`, `-` and `=` narrow by. */
  readonly facets?: (row: Row) => readonly Facet[]
  /** What copies and exports say, where `text` and `facets` do not; times as ISO 8601 in UTC. */
  readonly plain?: (row: Row) => string
}

/** The cell as plain text. */
export function plainOf<Row>(column: Column<Row>, row: Row): string {
  if (column.plain) return column.plain(row)
  if (column.text) return column.text(row)
  if (column.facets)
    return column
      .facets(row)
      .map(({ label }) => label)
      .join(', ')
  return String(column.sortBy?.(row) ?? '')
}

/** Where `h` and `l` move the cursor among the columns. */
export function columnBy<Row>(
  columns: readonly Column<Row>[],
  active: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = columns.findIndex(({ id }) => id === active)
  return columns[Math.max(0, Math.min(columns.length - 1, at < 0 ? 0 : at + step))]?.id
}

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** Pixels below which the columns do not shrink: beyond that the grid scrolls sideways. */
export function leastWidth(tracks: readonly string[]): number {
  return tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0)
}

/** A sorted copy; rows that compare equal keep their order, so a live list does not flicker. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sort?.column)?.sortBy
  if (!sort || !sortBy) return rows
  const sign = sort.descending ? -1 : 1
  return rows.toSorted((a, b) => sign * compare(sortBy(a), sortBy(b)))
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}

/** Whether its heading is a sort control. */
export const canSort = <Row>({ sortBy, order }: Column<Row>): boolean => sortBy !== undefined || order !== undefined

/** Numbers begin with the largest, words with the first of the alphabet; a second press turns the order round. */
export function nextSort<Row>(column: Column<Row>, rows: readonly Row[], sort: Sort | undefined): Sort {
  if (sort?.column === column.id) return { column: column.id, descending: !sort.descending }
  if (column.order !== undefined) return { column: column.id, descending: true }
  const sample = rows[0] && column.sortBy?.(rows[0])
  return { column: column.id, descending: typeof sample === 'number' }
}

/** Where a key moves the cursor in a list of `length` rows, `page` of them on screen; nothing when it is no such key. */
export function moveBy(key: string, at: number, length: number, page: number): number | undefined {
  const to: Readonly<Record<string, number>> = {
    j: at + 1,
    ArrowDown: at + 1,
    k: at - 1,
    ArrowUp: at - 1,
    Home: 0,
    End: length - 1,
    PageDown: at + page,
    PageUp: at - page,
  }
  const wanted = Object.hasOwn(to, key) ? to[key] : undefined
  return wanted === undefined || length === 0 ? undefined : Math.min(length - 1, Math.max(0, wanted))
}
