import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Refusal } from '../refusal.ts'
import { migrations, schema, schemaVersion } from './schema.ts'

export type FeedDatabase = Database.Database

/**
 * Opens, or begins, the database in `directory`. On a full disk there is no room for the memory that its users share:
 * then it is opened for this process alone, so that the list is served all the same.
 * @throws when it is of a newer program or no database at all.
 */
export function openDatabase(directory: string): FeedDatabase {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  assertWhole(directory)
  try {
    return open(directory, 'NORMAL')
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !isStorageFault(error.code)) throw error
    return open(directory, 'EXCLUSIVE')
  }
}

function open(directory: string, locking: 'NORMAL' | 'EXCLUSIVE'): FeedDatabase {
  const database = new Database(join(directory, 'ledger.db'))
  try {
    database.pragma(`locking_mode = ${locking}`)
    prepare(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** What a restore that was killed half way has ready; without a look at it a new ledger would be begun. */
export const restoredFolder = 'restored'

function assertWhole(directory: string): void {
  if (existsSync(join(directory, restoredFolder)))
    throw new Error(`a restore in ${directory} was interrupted: start the feed, which brings it to its end`)
}

/** For `--verify`: never writes, works beside a running feed. @throws when there is none. */
export function openForReading(directory: string): FeedDatabase {
  assertWhole(directory)
  const path = join(directory, 'ledger.db')
  if (!existsSync(path)) throw new Error(`there is no ledger in ${directory}`)
  return new Database(path, { readonly: true })
}

function prepare(database: FeedDatabase): void {
  database.pragma('journal_mode = WAL')
  // What was answered with 200 must survive a power cut, not only a crash.
  database.pragma('synchronous = FULL')
  // Without this INSERT OR REPLACE would remove rows past the DELETE trigger.
  database.pragma('recursive_triggers = ON')
  database.pragma('busy_timeout = 5000')
  bringUp(database, Number(database.pragma('user_version', { simple: true })))
}

/** All or nothing: a start that is killed half way finds the database as it was. */
function bringUp(database: FeedDatabase, version: number): void {
  if (version === schemaVersion) return
  const script = version === 0 ? schema : migrations[version]
  if (script === undefined) throw new Error(`the ledger has format ${version}; this program knows ${schemaVersion}`)
  database
    .transaction(() => {
      database.exec(script)
      database.pragma(`user_version = ${schemaVersion}`)
    })
    .immediate()
}

/** Runs a write; a full or failing disk becomes a refusal, because the feed lives on and says so. */
export function write<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !isStorageFault(error.code)) throw error
    throw new Refusal('storage', `the ledger cannot be written: ${error.message} (${error.code})`)
  }
}

const isStorageFault = (code: string): boolean => /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|CORRUPT)/.test(code)
