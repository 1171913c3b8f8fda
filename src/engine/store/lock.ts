import Database from 'better-sqlite3'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, StoreError } from './error.ts'

/**
 * Holds a data folder for this console until the returned function is called. The lock is SQLite's own lock on an
 * empty database: the kernel lets go of it when the process dies, so that no stale lock is ever left behind.
 * @throws StoreError when another console holds the folder.
 */
export function lockFolder(directory: string): () => void {
  const path = join(directory, 'console.lock')
  const database = new Database(path, { timeout: 0 })
  try {
    chmodSync(path, 0o600)
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error
    throw new StoreError(`another console is already using ${directory}; close it or choose another data folder`, error)
  }
  return () => database.close()
}
