import Database from 'better-sqlite3'
import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { OpeningStep } from '../../contract/console/opening.ts'
import { readerOf, writerOf, type Reader, type Writer } from './connection.ts'
import { knownDamage, noteDamage } from './damage.ts'
import { codeOf, diskFault, faultReason, StoreError } from './error.ts'
import { writeHealth, type WriteHealth } from './health.ts'
import { lockFolder } from './lock.ts'
import { isOlder, migrate, readMigrations, type Migration } from './migrate.ts'
import { openCopy, openDamaged } from './open-reading.ts'
import { cacheKilobytes, openWriter, sizeOf, unhurried } from './open-writer.ts'
import type { Opening, Parts, Prepared } from './parts.ts'
import { restoringName } from './restore.ts'

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
  /** Told what is being done, as long as it takes; what it throws ends that safely. */
  readonly onStep?: (step: OpeningStep) => void
  /** What a thread did in front of this, so that none of it takes long here. */
  readonly prepared?: Prepared | undefined
  /** Older sets are opened by tests alone. */
  readonly migrations?: readonly Migration[]
}

const databaseName = 'console.db'
/** Milliseconds for which a thread that answers others may stand still. */
const soon = 5_000
/**
 * Opens `console.db` in a folder that nobody else may read: it holds what attackers sent and tokens of sensors. In a
 * read-only folder, or when it is damaged, a database that is there can be looked at, and its health says why nothing is
 * stored.
 * @throws StoreError in words: folder in use, newer format, nothing to be read of a damaged file, full disk, nothing there
 *   and no leave to write, a backup that was being restored.
 */
export function openStore(options: StoreOptions): Store {
  const { directory } = options
  const opening = begin(options)
  const { path, opened } = opening
  try {
    assertRestored(directory)
    const { readOnly, freeze, ...parts } = mayWrite(directory) ? openWritable(opening) : openCopy(opening)
    const retire = (found: string): void => {
      freeze()
      noteDamage(directory, found)
    }
    const health = writeHealth((error) => options.onHealth?.(error), readOnly, retire)
    const bytes = (): number => sizeOf(path) + sizeOf(`${path}-wal`)
    return { path, ...parts, health, bytes, close: () => closeAll(opened) }
  } catch (error) {
    closeAll(opened)
    throw inWords(error, directory)
  }
}

export function begin({ directory, migrations, onStep, prepared }: StoreOptions, patience = soon): Opening {
  const path = join(directory, databaseName)
  return {
    ...{ directory, path, prepared, patience, opened: [] },
    migrations: migrations ?? readMigrations(),
    onStep: onStep ?? (() => undefined),
  }
}

/** Between the old data's leaving and the new data's coming there is nothing: not the time to begin an empty database. */
export function assertRestored(directory: string): void {
  if (!existsSync(join(directory, restoringName))) return
  const words = `restoring a backup into ${directory} did not come to its end; restore it again`
  throw new StoreError(words, undefined, 'unfinished-restore')
}

/** @returns false when the folder holds a database that we may read but not write. @throws what the disk says. */
export function mayWrite(directory: string): boolean {
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

function openWritable(opening: Opening): Parts {
  const { path, opened } = opening
  const write = openUpToDate(opening)
  if (typeof write === 'string') return openDamaged(opening, write)
  const read = new Database(path, { readonly: true })
  opened.push(() => read.close())
  read.pragma('query_only = ON')
  read.pragma(`cache_size = -${cacheKilobytes.reader}`)
  return {
    ...{ readPath: path, writer: writerOf(write), reader: readerOf(read), readOnly: undefined },
    freeze: () => void write.pragma('query_only = ON'),
    reclaim: (pages) => (write.pragma(`incremental_vacuum(${Math.trunc(pages)})`) as unknown[]).length,
    unhurried: (work) => unhurried(write, work),
  }
}

/** Holds the folder, and brings its database to today's format. @returns what is wrong with one that is damaged. */
export function openUpToDate({
  directory,
  path,
  migrations,
  prepared,
  onStep,
  patience,
  opened,
}: Opening): Database.Database | string {
  opened.push(lockFolder(directory))
  const known = prepared?.found ?? (existsSync(path) ? knownDamage(directory) : undefined)
  const write = known ?? openWriter(path, { checked: prepared !== undefined, patience, onStep })
  if (typeof write === 'string') return write
  opened.push(() => write.close())
  migrate(write, migrations, isOlder(write, migrations) ? onStep : undefined)
  return write
}

export function closeAll(opened: (() => void)[]): void {
  for (const close of opened.splice(0).reverse()) close()
}

export function inWords(error: unknown, directory: string): unknown {
  if (error instanceof StoreError) return error
  const fault = diskFault(error)
  return fault ? new StoreError(`cannot use the data folder ${directory}: ${fault}`, error, faultReason(error)) : error
}
