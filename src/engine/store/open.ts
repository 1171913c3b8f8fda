import Database from 'better-sqlite3'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readerOf, writerOf, type Reader, type Writer } from './connection.ts'
import { storageFault, StoreError } from './error.ts'
import { writeHealth, type WriteHealth } from './health.ts'
import { copyAside } from './copy-aside.ts'
import { lockFolder } from './lock.ts'
import { isOlder, migrate, needsMigration, readMigrations, type Migration } from './migrate.ts'

export interface Store {
  readonly path: string
  /** What further connections read (read-only.ts): `path`, or the copy that stands for it in a read-only folder. */
  readonly readPath: string
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
  /** Data of an older console is brought up to date: seconds for millions of events, and nothing else goes on meanwhile. */
  readonly onUpgrade?: () => void
  /** Older sets are opened by tests alone. */
  readonly migrations?: readonly Migration[]
}

const databaseName = 'console.db'
/** Files up to this size are checked at every start; larger ones would delay the first screen by seconds. */
const checkedBytes = 256 * 1024 * 1024

/**
 * Opens `console.db` in a folder that nobody else may read: it holds what attackers sent and tokens of sensors. In a
 * read-only folder a database that is there can be looked at, and its health says why nothing is stored.
 * @throws StoreError in words: folder in use, newer format, damaged file, full disk, nothing there and no leave to write.
 */
export function openStore(options: StoreOptions): Store {
  const { directory } = options
  const path = join(directory, databaseName)
  const migrations = options.migrations ?? readMigrations()
  const opened: (() => void)[] = []
  try {
    const parts = mayWrite(directory)
      ? openWritable(options, migrations, opened)
      : openReadOnly(directory, migrations, opened)
    const health = writeHealth((error) => options.onHealth?.(error), parts.readOnly)
    return { path, ...parts, health, bytes: sizeOf(path), close: () => closeAll(opened) }
  } catch (error) {
    closeAll(opened)
    throw inWords(error, directory)
  }
}

/** @returns false when the folder holds a database that we may read but not write. @throws what the disk says. */
function mayWrite(directory: string): boolean {
  const path = join(directory, databaseName)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    chmodSync(directory, 0o700)
    for (const place of [directory, path]) if (existsSync(place)) accessSync(place, constants.W_OK)
    return true
  } catch (error) {
    if (fileFault(error) !== noPermission || !existsSync(path)) throw error
    return false
  }
}

/** @param opened gets what closes each part again. */
function openWritable(
  { directory, onUpgrade }: StoreOptions,
  migrations: readonly Migration[],
  opened: (() => void)[],
): Parts {
  const path = join(directory, databaseName)
  opened.push(lockFolder(directory))
  const write = openWriter(path)
  opened.push(() => write.close())
  if (isOlder(write, migrations)) onUpgrade?.()
  migrate(write, migrations)
  const read = new Database(path, { readonly: true })
  opened.push(() => read.close())
  read.pragma('query_only = ON')
  return { readPath: path, writer: writerOf(write), reader: readerOf(read), readOnly: undefined }
}

/** What can be written fails with SQLite's own word for it, so that everything else behaves as on a full disk. */
function openReadOnly(directory: string, migrations: readonly Migration[], opened: (() => void)[]): Parts {
  const [path, remove] = copyAside(directory)
  opened.push(remove)
  const database = new Database(path, { readonly: true })
  opened.push(() => database.close())
  if (statSync(path).size <= checkedBytes) check(database)
  if (needsMigration(database, migrations)) {
    throw new StoreError(`cannot use the data folder ${directory}: it is read-only, and its format is an older one`)
  }
  const readOnly = 'the data folder is read-only'
  return { readPath: path, writer: writerOf(database), reader: readerOf(database), readOnly }
}

interface Parts {
  readonly readPath: string
  readonly writer: Writer
  readonly reader: Reader
  /** Why nothing can be written for as long as this store is open. */
  readonly readOnly: string | undefined
}

function openWriter(path: string): Database.Database {
  const database = new Database(path)
  chmodSync(path, 0o600)
  database.pragma('journal_mode = WAL')
  // An acknowledged event is deleted from the sensor's spool, so a commit must survive a power cut: WAL alone (NORMAL)
  // would lose the last seconds for good. Frames that wait share a transaction, so this costs a few µs for each event.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('wal_autocheckpoint = 4000')
  database.pragma('cache_size = -65536')
  // What a batch changes waits in a table of its own (ingest/aggregates/kind-counts.ts); its journal needs no file.
  database.pragma('temp_store = MEMORY')
  if (statSync(path).size <= checkedBytes) check(database)
  return database
}

function check(database: Database.Database): void {
  const found = database.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw new StoreError(`the database is damaged: ${String(found)}`)
}

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

const noPermission = 'no permission to write there'

function fileFault(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return noPermission
  return code === 'ENOSPC' ? 'no space left on the disk' : undefined
}
