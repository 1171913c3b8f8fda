import Database from 'better-sqlite3'
import { chmodSync, existsSync, statSync } from 'node:fs'
import type { OpeningStep } from '../../contract/console/opening.ts'
import { damageIn } from './damage.ts'
import { isDamage } from './error.ts'

/** Files up to this size are checked at every start; larger ones would delay the first screen by seconds. */
export const checkedBytes = 256 * 1024 * 1024

interface Manner {
  /** It was checked a moment ago. */
  readonly checked: boolean
  /** Milliseconds to wait for whoever else writes just now, such as a shell of SQLite. */
  readonly patience: number
  readonly onStep: (step: OpeningStep) => void
}

/** @returns what is wrong with a file that is damaged. */
export function openWriter(path: string, manner: Manner): Database.Database | string {
  const database = new Database(path, { timeout: manner.patience })
  try {
    const found = prepareWriter(database, path, manner)
    if (found === undefined) return database
    database.close()
    return found
  } catch (error) {
    database.close()
    if (isDamage(error)) return error instanceof Error ? error.message : 'unreadable'
    throw error
  }
}

/** @returns what is wrong. */
function prepareWriter(database: Database.Database, path: string, { checked, onStep }: Manner): string | undefined {
  chmodSync(path, 0o600)
  const log = sizeOf(`${path}-wal`)
  if (log > 0) onStep({ work: 'recover', bytes: log })
  // Only an empty database takes it: older ones keep what is free and use it again.
  if (sizeOf(path) === 0) database.pragma('auto_vacuum = INCREMENTAL')
  database.pragma('journal_mode = WAL')
  // An acknowledged event is deleted from the sensor's spool, so a commit must survive a power cut: WAL alone (NORMAL)
  // would lose the last seconds for good. Frames that wait share a transaction, so this costs a few µs for each event.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma(`wal_autocheckpoint = ${logPages.usually}`)
  database.pragma(`cache_size = -${cacheKilobytes.writer}`)
  // What a batch changes waits in a table of its own (ingest/aggregates/kind-counts.ts); its journal needs no file.
  database.pragma('temp_store = MEMORY')
  return checked ? undefined : quickCheck(database, path, onStep)
}

/** Only where it takes no more than a moment. @returns what is wrong. */
export function quickCheck(database: Database.Database, path: string, onStep: Manner['onStep']): string | undefined {
  const bytes = sizeOf(path)
  if (bytes === 0 || bytes > checkedBytes) return undefined
  onStep({ work: 'check', bytes })
  return damageIn(database)
}

/**
 * Pages that a connection keeps beside the system's cache of files. More of them did not make storing faster, at two million
 * events nor at twenty; the engine's own thread reads little, since views are answered by threads of their own (read-only.ts).
 */
export const cacheKilobytes = { writer: 24 * 1024, reader: 4 * 1024 }

/** Pages in the log from which on a commit writes it back: 16 MB; more while another thread does that. */
const logPages = { usually: 4_000, unhurried: 40_000 }

export function unhurried<Result>(database: Database.Database, write: () => Result): Result {
  database.pragma('synchronous = NORMAL')
  database.pragma(`wal_autocheckpoint = ${logPages.unhurried}`)
  try {
    return write()
  } finally {
    database.pragma('synchronous = FULL')
    database.pragma(`wal_autocheckpoint = ${logPages.usually}`)
  }
}

/** Bytes; none of a file that is not there. */
export const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0)
