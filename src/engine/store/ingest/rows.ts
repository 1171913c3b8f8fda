import type { SqlValue, Statement, Writer } from '../connection.ts'

/** Rows of one statement: as many more would hardly be faster. */
const together = 24

/** Rows on their way into a table, many with each statement: that takes half as long as one by one. */
export class Rows {
  private readonly one: Statement
  private readonly many: Statement
  private readonly columns: number
  private values: SqlValue[] = []

  /** @param into table and columns, @param conflict what is done with rows that are there: constants, never data. */
  constructor(writer: Writer, into: string, columns: number, conflict = '') {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
    const rows = (count: number): string => Array.from({ length: count }, () => row).join(', ')
    this.one = writer.prepare(`INSERT INTO ${into} VALUES ${row} ${conflict}`)
    this.many = writer.prepare(`INSERT INTO ${into} VALUES ${rows(together)} ${conflict}`)
    this.columns = columns
  }

  add(...row: readonly SqlValue[]): void {
    for (const value of row) this.values.push(value)
    if (this.values.length < together * this.columns) return
    this.many.run(this.values)
    this.values = []
  }

  /** Writes what still waits. */
  flush(): void {
    for (let at = 0; at < this.values.length; at += this.columns) {
      this.one.run(this.values.slice(at, at + this.columns))
    }
    this.values = []
  }
}
