import { runsAsFormula } from '../../contract/console/spreadsheet.ts'
import { plainOf, type Column } from '../components/grid.ts'
import { visibleString } from '../text/visible.ts'

/** Longest cell that leaves the console as text; far beyond what any list shows. */
export const longest = 8000

/** Headings and cells of rows as plain text, invisible characters as escapes. */
export function tableOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly (readonly string[])[] {
  const cellsOf = (row: Row): string[] => columns.map((column) => visibleString(plainOf(column, row), longest))
  return [columns.map(headingOf), ...rows.map(cellsOf)]
}

const headingOf = <Row>({ id, title }: Column<Row>): string => title || id

/** RFC 4180, with a byte order mark so that spreadsheets read UTF-8; no cell of it runs as a formula. */
export function csvOf(table: readonly (readonly string[])[]): string {
  return `\ufeff${table.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`
}

function csvCell(text: string): string {
  const safe = runsAsFormula(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** For pasting into a spreadsheet, which would run formulas just the same. */
export const tsvOf = (table: readonly (readonly string[])[]): string =>
  table.map((cells) => cells.map((cell) => (runsAsFormula(cell) ? `'${cell}` : cell)).join('\t')).join('\n')

export function markdownOf(table: readonly (readonly string[])[]): string {
  const [head = [], ...rows] = table
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

/** Characters that Markdown or the HTML around it would act on stay what they are. */
const markdownCell = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&')
