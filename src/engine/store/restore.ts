import Database from 'better-sqlite3'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { damageFile, damageIn } from './damage.ts'
import { storageFault, StoreError } from './error.ts'
import { lockFolder } from './lock.ts'
import { needsMigration, readMigrations } from './migrate.ts'

/** The backup on its way into the folder; while it is there the folder is not opened. */
export const restoringName = 'console.db.restoring'
const databaseName = 'console.db'

export interface Restored {
  /** Folder with the data that was there before; `undefined` when there was none. */
  readonly before?: string
  /** Of the backup; an older one is brought up to date when the console opens it. */
  readonly events: number
}

/**
 * Puts a backup in the place of a data folder's database. What was there is moved into a folder beside it, never deleted.
 * May be called again when it was interrupted at any point. The console must not be running.
 * @param onProgress is told how much of the file is copied.
 * @throws StoreError in words: a console uses the folder; the file is no backup, damaged or of a newer console; no room.
 */
export function restoreBackup(
  file: string,
  directory: string,
  onProgress: (percent: number) => void = () => undefined,
): Restored {
  const events = assertBackup(file)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(directory)
  try {
    copyIn(file, join(directory, restoringName), onProgress)
    const before = moveAside(directory)
    renameSync(join(directory, restoringName), join(directory, databaseName))
    syncFile(directory)
    return before === undefined ? { events } : { before, events }
  } finally {
    unlock()
  }
}

/** @returns its events. @throws StoreError */
export function assertBackup(file: string): number {
  if (!existsSync(file)) throw new StoreError(`there is no file ${file}`)
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true })
    try {
      needsMigration(database, readMigrations())
      const found = damageIn(database)
      if (found !== undefined) throw new StoreError(`${file} is damaged: ${found}`)
      return (database.prepare('SELECT count(*) AS n FROM event').get() as { n: number }).n
    } finally {
      database.close()
    }
  } catch (error) {
    if (error instanceof StoreError) throw error
    throw new StoreError(`${file} is no backup: ${storageFault(error) ?? String(error)}`, error)
  }
}

function copyIn(file: string, target: string, onProgress: (percent: number) => void): void {
  rmSync(target, { force: true })
  const { bavail, bsize } = statfsSync(join(target, '..'))
  const [free, needed] = [bavail * bsize, statSync(file).size]
  if (free < needed) throw new StoreError(`restoring needs ${needed} bytes, and only ${free} are free on the disk`)
  try {
    copyBytes(file, target, (done) => onProgress(Math.floor((100 * done) / needed)))
    syncFile(target)
  } catch (error) {
    rmSync(target, { force: true })
    throw error
  }
}

const pieceBytes = 8 * 1024 * 1024

/** Into a file that is not there, which nobody else may read. */
function copyBytes(file: string, target: string, tell: (done: number) => void): void {
  const [from, to] = [openSync(file, 'r'), openSync(target, 'wx', 0o600)]
  try {
    const piece = Buffer.alloc(pieceBytes)
    let done = 0
    for (let read = readSync(from, piece); read > 0; read = readSync(from, piece)) {
      for (let at = 0; at < read;) at += writeSync(to, piece, at, read - at)
      done += read
      tell(done)
    }
  } finally {
    closeSync(from)
    closeSync(to)
  }
}

/** The database by a second name, so that there is always one in its place; its log must not meet the new one. */
function moveAside(directory: string): string | undefined {
  const path = join(directory, databaseName)
  const there = [path, `${path}-wal`, join(directory, damageFile)].some((each) => existsSync(each))
  if (!there) return undefined
  const aside = join(directory, `before-restore-${new Date().toISOString().replace(/[:.]/g, '-')}`)
  mkdirSync(aside, { mode: 0o700 })
  if (existsSync(path)) linkOrMove(path, join(aside, databaseName))
  for (const name of [`${databaseName}-wal`, `${databaseName}-shm`, damageFile]) {
    if (existsSync(join(directory, name))) renameSync(join(directory, name), join(aside, name))
  }
  syncFile(aside)
  return aside
}

function linkOrMove(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    renameSync(from, to)
  }
}

/** A file, or the names in a folder. */
export function syncFile(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
