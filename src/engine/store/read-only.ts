import Database from 'better-sqlite3'
import { readerOf, type Reader } from './connection.ts'

/** A further connection to a store that is open already: for a thread of its own. */
export interface ReadOnly {
  readonly reader: Reader
  /** What `read` reads until it returns is of one moment; the next call sees what was stored since. Not nested. */
  atOneMoment<Result>(read: () => Result): Result
  close(): void
}

/** KiB of pages kept in memory by each connection. */
const cache = 8 * 1024

/** @param path a store's `readPath`. @throws SqliteError when it cannot be opened. */
export function openReadOnly(path: string): ReadOnly {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  database.pragma('query_only = ON')
  database.pragma(`cache_size = -${cache}`)
  // Nothing is written here. Once a damaged page was met, COMMIT would fail with it although what was read is good.
  const [begin, end] = [database.prepare('BEGIN'), database.prepare('ROLLBACK')]
  return {
    reader: readerOf(database),
    atOneMoment: (read) => {
      begin.run()
      try {
        return read()
      } finally {
        // After an error of the disk SQLite has ended it already: to end it again would hide that error behind another.
        if (database.inTransaction) end.run()
      }
    },
    close: () => void database.close(),
  }
}
