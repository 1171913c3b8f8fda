import Database from 'better-sqlite3'
import { chmodSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, StoreError } from './error.ts'

const lockName = 'console.lock'

/**
 * Holds a data folder for this console until the returned function is called. The lock is SQLite's own lock on an
 * empty database: the kernel lets go of it when the process dies, so that no stale lock is ever left behind.
 * @throws StoreError when another console holds the folder.
 */
export function lockFolder(directory: string): () => void {
  const path = join(directory, lockName)
  const database = new Database(path, { timeout: 0 })
  try {
    chmodSync(path, 0o600)
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!codeOf(error).startsWith('SQLITE_BUSY')) throw error
    throw inUse(directory, error)
  }
  return () => database.close()
}

/** For a folder in which no lock can be taken. @throws StoreError when another console, with more rights, holds it. */
export function assertUnlocked(directory: string): void {
  const path = join(directory, lockName)
  if (!existsSync(path)) return
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    database.pragma('schema_version')
  } catch (error) {
    if (codeOf(error).startsWith('SQLITE_BUSY')) throw inUse(directory, error)
    throw error
  } finally {
    database.close()
  }
}

const inUse = (directory: string, error: unknown): StoreError =>
  new StoreError(
    `another console is already using ${directory}; close it or choose another data folder`,
    error,
    'in-use',
  )
