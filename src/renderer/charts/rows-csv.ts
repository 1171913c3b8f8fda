import { csvOf, longest } from '../lists/table-text.ts'
import { visibleString } from '../text/visible.ts'
import type { ChartRows } from './rows.ts'

/** The rows behind a chart as CSV: figures as they are, texts with invisible characters as escapes, no formulas. */
export const rowsCsv = ({ columns, rows }: ChartRows): string =>
  csvOf([columns, ...rows.map((cells) => cells.map((cell) => visibleString(String(cell), longest)))])

/** A file name that every system takes, whatever address or campaign is in it. */
export const csvName = (name: string): string => `${name.replace(/[^\w.]+/g, '-').slice(0, 80)}.csv`
