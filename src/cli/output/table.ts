import { terminalText, terminalWidth } from '../../engine/terminal-text.ts'

/** One column of a table for people. */
export interface Column<Row> {
  readonly title: string
  readonly right?: boolean
  /** May be an attacker's text; the table makes it safe. */
  readonly text: (row: Row) => string
}

/** Longest cell while nobody says how wide the terminal is. */
const widest = 200

/**
 * Prints rows page by page. The widths are those of the first page, so that nothing waits for the last row; a longer
 * text further down pushes its own line aside. Columns that others can fill with what they like come last.
 */
export class Table<Row> {
  private widths: readonly number[] = []
  private readonly columns: readonly Column<Row>[]
  private readonly width: number | undefined

  /** @param width columns of the terminal. */
  constructor(columns: readonly Column<Row>[], width: number | undefined) {
    this.columns = columns
    this.width = width
  }

  /** Lines for some more rows; the first time with titles. */
  lines(rows: readonly Row[]): readonly string[] {
    const cells = rows.map((row) => this.columns.map(({ text }) => cut(terminalText(text(row)), widest)))
    if (this.widths.length > 0) return cells.map((each) => this.line(each))
    const titles = this.columns.map(({ title }) => title)
    this.widths = titles.map((_, at) => Math.max(...[titles, ...cells].map((each) => terminalWidth(each[at] ?? ''))))
    return [titles, ...cells].map((each) => this.line(each))
  }

  private line(cells: readonly string[]): string {
    const padded = cells.map((cell, at) => {
      const space = ' '.repeat(Math.max(0, (this.widths[at] ?? 0) - terminalWidth(cell)))
      return this.columns[at]?.right ? space + cell : cell + space
    })
    return cut(padded.join('  ').trimEnd(), this.width ?? Infinity)
  }
}

/** As much of the text as fits, with an ellipsis when that is not all. */
export function cut(text: string, width: number): string {
  if (text.length <= width && terminalWidth(text) <= width) return text
  let [kept, taken] = ['', 0]
  for (const character of text) {
    taken += terminalWidth(character)
    if (taken >= width) break
    kept += character
  }
  return `${kept}…`
}
