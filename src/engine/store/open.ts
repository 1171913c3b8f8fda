import Database from 'better-sqlite3'
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readerOf, writerOf, type Reader, type Writer } from './connection.ts'
import { storageFault, StoreError } from './error.ts'
import { writeHealth, type WriteHealth } from './health.ts'
import { lockFolder } from './lock.ts'
import { migrate, readMigrations, type Migration } from './migrate.ts'

export interface Store {
  readonly path: string
  /** The one connection that writes: ingestion and triage, never a view. */
  readonly writer: Writer
  readonly reader: Reader
  readonly health: WriteHealth
  /** Bytes on disk, write-ahead log included. */
  bytes(): number
  close(): void
}

export interface StoreOptions {
  readonly directory: string
  readonly onHealth?: (error: string | undefined) => void
  /** Older sets are opened by tests alone. */
  readonly migrations?: readonly Migration[]
}

/** Files up to this size are checked at every start; larger ones would delay the first screen by seconds. */
const checkedBytes = 256 * 1024 * 1024

/**
 * Opens `console.db` in a folder that nobody else may read: it holds what attackers sent and tokens of sensors.
 * @throws StoreError in words: folder in use, newer format, damaged file, full or read-only disk.
 */
export function openStore(options: StoreOptions): Store {
  const { directory } = options
  const path = join(directory, 'console.db')
  const opened: (() => void)[] = []
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    chmodSync(directory, 0o700)
    opened.push(lockFolder(directory))
    const write = openWriter(path)
    opened.push(() => write.close())
    migrate(write, options.migrations ?? readMigrations())
    const read = new Database(path, { readonly: true })
    opened.push(() => read.close())
    read.pragma('query_only = ON')
    const close = (): void => closeAll(opened)
    return {
      path,
      writer: writerOf(write),
      reader: readerOf(read),
      health: health(options),
      bytes: sizeOf(path),
      close,
    }
  } catch (error) {
    closeAll(opened)
    throw inWords(error, directory)
  }
}

function openWriter(path: string): Database.Database {
  const database = new Database(path)
  chmodSync(path, 0o600)
  database.pragma('journal_mode = WAL')
  // An acknowledged event is deleted from the sensor's spool, so a commit must survive a power cut.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('wal_autocheckpoint = 4000')
  database.pragma('cache_size = -65536')
  if (statSync(path).size <= checkedBytes) check(database)
  return database
}

function check(database: Database.Database): void {
  const found = database.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new StoreError(`the database is damaged: ${String(found)}`)
}

const health = (options: StoreOptions): WriteHealth => writeHealth((error) => options.onHealth?.(error))

const sizeOf = (path: string) => (): number =>
  [path, `${path}-wal`].filter((file) => existsSync(file)).reduce((sum, file) => sum + statSync(file).size, 0)

function closeAll(opened: (() => void)[]): void {
  for (const close of opened.splice(0).reverse()) close()
}

function inWords(error: unknown, directory: string): unknown {
  if (error instanceof StoreError) return error
  const fault = storageFault(error) ?? fileFault(error)
  return fault ? new StoreError(`cannot use the data folder ${directory}: ${fault}`, error) : error
}

function fileFault(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'no permission to write there'
  return code === 'ENOSPC' ? 'no space left on the disk' : undefined
}
