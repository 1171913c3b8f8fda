import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/**
 * One feed a directory: two would each append after the same record. The lock is SQLite's own on a file beside the
 * ledger, so the system lets go of it when the process dies, however it dies.
 * @returns what releases it. @throws when another feed holds it.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lock = new Database(join(directory, 'feed.lock'), { timeout: 3000 })
  try {
    // A journal on disk would need room, which a full disk does not have.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new Error(`another feed works in ${directory}`, { cause: error })
    throw error
  }
  return () => lock.close()
}
