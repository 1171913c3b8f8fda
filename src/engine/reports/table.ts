import { count, type Table } from './document.ts'

/** Rows printed: a campaign of thousands must not become a report of hundreds of pages. */
const mostRows = 200

/** @param left what is said of the rows that are not printed, behind their number. */
export function table<Of>(
  head: readonly string[],
  of: readonly Of[],
  row: (each: Of) => Table['rows'][number],
  left = 'more are in the CSV form',
): Table {
  const rows = of.slice(0, mostRows).map(row)
  const missing = of.length - rows.length
  return { kind: 'table', head, rows, ...(missing > 0 ? { note: `${count(missing)} ${left}.` } : {}) }
}
