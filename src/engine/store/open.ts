import Database from 'better-sqlite3'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { restoringName } from './restore.ts'
import { readerOf, writerOf, type Reader, type Writer } from './connection.ts'
import { damageIn, damageWords, knownDamage, noteDamage } from './damage.ts'
import { codeOf, diskFault, isDamage, StoreError } from './error.ts'
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
  /** Gives free pages at the end of the file back to the disk, at most so many. @returns how many it were. */
  reclaim(pages: number): number
  /**
   * Runs writes that a power cut may take back, because they would be done again: they do not wait for the disk. What is
   * written afterwards takes them with it to the disk; the database is whole at any point. Meanwhile somebody else is to
   * write the log back (write-back.ts).
   */
  unhurried<Result>(write: () => Result): Result
  close(): void
}

export interface StoreOptions {
  readonly directory: string
  readonly onHealth?: (error: string | undefined) => void
  /** Data of an older console is brought up to date: seconds for millions of events, and nothing else goes on meanwhile. */
  readonly onUpgrade?: (percent: number) => void
  /** Older sets are opened by tests alone. */
  readonly migrations?: readonly Migration[]
}

const databaseName = 'console.db'
/** Files up to this size are checked at every start; larger ones would delay the first screen by seconds. */
export const checkedBytes = 256 * 1024 * 1024

/**
 * Opens `console.db` in a folder that nobody else may read: it holds what attackers sent and tokens of sensors. In a
 * read-only folder, or when it is damaged, a database that is there can be looked at, and its health says why nothing is
 * stored.
 * @throws StoreError in words: folder in use, newer format, nothing to be read of a damaged file, full disk, nothing there
 *   and no leave to write, a backup that was being restored.
 */
export function openStore(options: StoreOptions): Store {
  const { directory } = options
  const path = join(directory, databaseName)
  const migrations = options.migrations ?? readMigrations()
  const opened: (() => void)[] = []
  try {
    assertRestored(directory)
    const { readOnly, freeze, ...parts } = mayWrite(directory)
      ? openWritable(options, migrations, opened)
      : openReadOnly(directory, migrations, opened)
    const retire = (found: string): void => {
      freeze()
      noteDamage(directory, found)
    }
    const health = writeHealth((error) => options.onHealth?.(error), readOnly, retire)
    return { path, ...parts, health, bytes: sizeOf(path), close: () => closeAll(opened) }
  } catch (error) {
    closeAll(opened)
    throw inWords(error, directory)
  }
}

/** Between the old data's leaving and the new data's coming there is nothing: not the time to begin an empty database. */
function assertRestored(directory: string): void {
  if (!existsSync(join(directory, restoringName))) return
  throw new StoreError(`restoring a backup into ${directory} did not come to its end; restore it again`)
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
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error)) || !existsSync(path)) throw error
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
  const known = existsSync(path) ? knownDamage(directory) : undefined
  const write = known === undefined ? openWriter(path) : known
  if (typeof write === 'string') return openDamaged(directory, path, migrations, { words: write, opened })
  opened.push(() => write.close())
  const tell = isOlder(write, migrations) ? onUpgrade : undefined
  migrate(write, migrations, (share) => tell?.(Math.floor(100 * share)))
  const read = new Database(path, { readonly: true })
  opened.push(() => read.close())
  read.pragma('query_only = ON')
  return {
    ...{ readPath: path, writer: writerOf(write), reader: readerOf(read), readOnly: undefined },
    freeze: () => void write.pragma('query_only = ON'),
    reclaim: (pages) => (write.pragma(`incremental_vacuum(${Math.trunc(pages)})`) as unknown[]).length,
    unhurried: (work) => unhurried(write, work),
  }
}

interface Damaged {
  /** What is wrong. */
  readonly words: string
  readonly opened: (() => void)[]
}

/** What can be read is read where it is, and nothing of it is touched: somebody may still want to rescue more. */
function openDamaged(
  directory: string,
  path: string,
  migrations: readonly Migration[],
  { words, opened }: Damaged,
): Parts {
  const lost = new StoreError(
    `the database in ${directory} is damaged (${words}), and nothing of it can be read; restore a backup: honeynet restore FILE`,
  )
  try {
    const database = new Database(path, { readonly: true })
    opened.push(() => database.close())
    const isOld = needsMigration(database, migrations)
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (!isOld) {
      if (knownDamage(directory) === undefined) noteDamage(directory, words)
      return readingAlone(path, database, damageWords(words))
    }
  } catch (error) {
    throw isDamage(error) ? lost : error
  }
  throw lost
}

/** What writes gets SQLite's own word for it, so that everything else behaves as on a full disk. */
const readingAlone = (path: string, database: Database.Database, readOnly: string): Parts => ({
  ...{ readPath: path, writer: writerOf(database), reader: readerOf(database), readOnly },
  freeze: () => undefined,
  reclaim: () => 0,
  unhurried: (work) => work(),
})

function openReadOnly(directory: string, migrations: readonly Migration[], opened: (() => void)[]): Parts {
  const [path, remove] = copyAside(directory)
  opened.push(remove)
  const database = new Database(path, { readonly: true })
  opened.push(() => database.close())
  const found = statSync(path).size <= checkedBytes ? damageIn(database) : undefined
  if (needsMigration(database, migrations)) {
    throw new StoreError(`cannot use the data folder ${directory}: it is read-only, and its format is an older one`)
  }
  const readOnly = 'the data folder is read-only'
  return readingAlone(path, database, found === undefined ? readOnly : `${readOnly}, and ${damageWords(found)}`)
}

interface Parts {
  readonly readPath: string
  readonly writer: Writer
  readonly reader: Reader
  /** Why nothing can be written for as long as this store is open. */
  readonly readOnly: string | undefined
  /** Lets the connection refuse every write from now on. */
  readonly freeze: () => void
  readonly reclaim: (pages: number) => number
  readonly unhurried: Store['unhurried']
}

/** @returns what is wrong with a file that is damaged. */
function openWriter(path: string): Database.Database | string {
  const database = new Database(path)
  try {
    const found = prepareWriter(database, path)
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
function prepareWriter(database: Database.Database, path: string): string | undefined {
  chmodSync(path, 0o600)
  // Only an empty database takes it: older ones keep what is free and use it again.
  if (statSync(path).size === 0) database.pragma('auto_vacuum = INCREMENTAL')
  database.pragma('journal_mode = WAL')
  // An acknowledged event is deleted from the sensor's spool, so a commit must survive a power cut: WAL alone (NORMAL)
  // would lose the last seconds for good. Frames that wait share a transaction, so this costs a few µs for each event.
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma(`wal_autocheckpoint = ${logPages.usually}`)
  database.pragma('cache_size = -65536')
  // What a batch changes waits in a table of its own (ingest/aggregates/kind-counts.ts); its journal needs no file.
  database.pragma('temp_store = MEMORY')
  return statSync(path).size <= checkedBytes ? damageIn(database) : undefined
}

/** Pages in the log from which on a commit writes it back: 16 MB; more while another thread does that. */
const logPages = { usually: 4_000, unhurried: 40_000 }

function unhurried<Result>(database: Database.Database, write: () => Result): Result {
  database.pragma('synchronous = NORMAL')
  database.pragma(`wal_autocheckpoint = ${logPages.unhurried}`)
  try {
    return write()
  } finally {
    database.pragma('synchronous = FULL')
    database.pragma(`wal_autocheckpoint = ${logPages.usually}`)
  }
}

const sizeOf = (path: string) => (): number =>
  [path, `${path}-wal`].filter((file) => existsSync(file)).reduce((sum, file) => sum + statSync(file).size, 0)

function closeAll(opened: (() => void)[]): void {
  for (const close of opened.splice(0).reverse()) close()
}

function inWords(error: unknown, directory: string): unknown {
  if (error instanceof StoreError) return error
  const fault = diskFault(error)
  return fault ? new StoreError(`cannot use the data folder ${directory}: ${fault}`, error) : error
}
