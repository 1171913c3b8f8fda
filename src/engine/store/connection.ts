import type Database from 'better-sqlite3'

export type SqlValue = string | number | bigint | Uint8Array | null
/** Positional values, or one object for `@names`. */
export type SqlParam = SqlValue | Readonly<Record<string, SqlValue>>

/**
 * What a domain may do with a read-only connection. Reads and writes are different types, so that reads can move to
 * worker threads without touching a caller's meaning.
 */
export interface Reader {
  /** First row, or `undefined`. Statements are cached by their text: never build that text from data. */
  get<Row>(sql: string, ...params: readonly SqlParam[]): Row | undefined
  all<Row>(sql: string, ...params: readonly SqlParam[]): readonly Row[]
}

export interface Changed {
  readonly changes: number
  /** Row id of the last insert. */
  readonly id: number
}

export interface Writer extends Reader {
  run(sql: string, ...params: readonly SqlParam[]): Changed
  /** Runs `work` in one transaction: all of it is stored, or, when it throws, none. Transactions may nest. */
  transaction<Result>(work: () => Result): Result
  /** For hot paths that run one statement thousands of times. */
  prepare(sql: string): Statement
}

export type Statement = Database.Statement

export function readerOf(database: Database.Database): Reader {
  const prepare = cachedPrepare(database)
  return {
    get: <Row>(sql: string, ...params: readonly SqlParam[]) => prepare(sql).get(...params) as Row | undefined,
    all: <Row>(sql: string, ...params: readonly SqlParam[]) => prepare(sql).all(...params) as Row[],
  }
}

export function writerOf(database: Database.Database): Writer {
  const prepare = cachedPrepare(database)
  return {
    ...readerOf(database),
    prepare,
    run: (sql, ...params) => {
      const { changes, lastInsertRowid } = prepare(sql).run(...params)
      return { changes, id: Number(lastInsertRowid) }
    },
    transaction: (work) => database.transaction(work).immediate(),
  }
}

function cachedPrepare(database: Database.Database): (sql: string) => Statement {
  const cache = new Map<string, Statement>()
  return (sql) => {
    const known = cache.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    cache.set(sql, statement)
    return statement
  }
}
