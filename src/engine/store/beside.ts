import Database from 'better-sqlite3'
import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { copyAsideSlowly, removeAside } from './copy-aside.ts'
import { storageFault, StoreError } from './error.ts'
import { needsMigration, readMigrations } from './migrate.ts'

/** A store that is read beside whoever may be using it. */
export interface Beside {
  /** For read-only connections (read-only.ts). */
  readonly path: string
  close(): void
}

/**
 * Finds the database of a data folder for reading alone. It takes no lock, so a console may use the folder meanwhile,
 * open it or close it, and nothing that is stored changes. Of a read-only folder, in which SQLite cannot read a
 * write-ahead log, a copy is read.
 * @param onCopied is told what part of it is copied, from 0 to 1; what it throws ends that, and nothing is left of it.
 * @throws StoreError in words: nothing there, another format, a file that is no database, a read-only folder in use.
 */
export async function openBeside(directory: string, onCopied: (share: number) => void): Promise<Beside> {
  const path = join(directory, 'console.db')
  if (!existsSync(path)) throw new StoreError(`there is no data of a console in ${directory}`)
  const copied = mayWrite(directory, path) ? undefined : await copyAsideSlowly(directory, onCopied)
  const readable = copied ?? path
  const close = (): void => (copied === undefined ? undefined : removeAside(copied))
  try {
    assertFormat(readable, directory)
  } catch (error) {
    close()
    throw inWords(error, directory)
  }
  return { path: readable, close }
}

function mayWrite(...places: readonly string[]): boolean {
  try {
    for (const place of places) accessSync(place, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

function assertFormat(path: string, directory: string): void {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    if (!needsMigration(database, readMigrations())) return
    throw new StoreError(
      `the data in ${directory} has an older format; open the console on it once to bring it up to date`,
    )
  } finally {
    database.close()
  }
}

function inWords(error: unknown, directory: string): unknown {
  const fault = storageFault(error)
  return fault === undefined ? error : new StoreError(`cannot use the data folder ${directory}: ${fault}`, error)
}
