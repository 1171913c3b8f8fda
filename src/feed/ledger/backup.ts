import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { signerOf } from './crypto.ts'
import { openForReading, type FeedDatabase } from './database.ts'
import { recordRows } from './rows.ts'
import { syncFile } from './sync.ts'
import { verifyRecords } from './verify.ts'

export interface Backup {
  readonly records: number
  /** Hash of the last one. */
  readonly last: string
  readonly bytes: number
}

/** In one piece: a ledger has megabytes, and whoever writes on beside us would make it begin again. */
const allPages = 0x7fffffff

/**
 * Copies the feed in `directory`, running or not, into one file: its database as it is at one moment, and the feed's own
 * key, without which nobody could go on with the ledger. The file is therefore as secret as the directory. It is in its
 * place when every record in it has been verified, and not before.
 * @throws when there is such a file, when the ledger or its key does not hold, and what the disk says.
 */
export async function backUp(directory: string, file: string, now: number): Promise<Backup> {
  if (existsSync(file)) throw new Error(`${file} exists already`)
  const beside = `${file}.part`
  rmSync(beside, { force: true })
  closeSync(openSync(beside, 'wx', 0o600))
  try {
    await copyInto(beside, directory)
    const made = seal(beside, join(directory, 'feed.key'), now)
    syncFile(beside)
    renameSync(beside, file)
    syncFile(dirname(resolve(file)))
    return { ...made, bytes: statSync(file).size }
  } finally {
    for (const each of [beside, `${beside}-wal`, `${beside}-shm`, `${beside}-journal`]) rmSync(each, { force: true })
  }
}

async function copyInto(beside: string, directory: string): Promise<void> {
  const source = openForReading(directory)
  try {
    source.exec('BEGIN')
    await source.backup(beside, { progress: () => allPages })
  } finally {
    source.close()
  }
}

/** Adds the key and verifies the whole. */
function seal(path: string, keyFile: string, now: number): Omit<Backup, 'bytes'> {
  const database = new Database(path)
  try {
    // One file that needs no log beside it.
    database.pragma('journal_mode = DELETE')
    database.pragma('synchronous = FULL')
    assertIntact(database)
    const { state, fault } = verifyRecords(recordRows(database))
    if (fault !== undefined) throw new Error(`the ledger is damaged and was not backed up: ${fault}`)
    const pem = readFileSync(keyFile, 'utf8')
    if (signerOf(pem).key !== state.feedKey) throw new Error('feed.key is not the key that the ledger was begun with')
    database.exec(
      'DROP TABLE IF EXISTS backup; CREATE TABLE backup (made_at INTEGER NOT NULL, feed_key TEXT NOT NULL) STRICT',
    )
    database.prepare('INSERT INTO backup (made_at, feed_key) VALUES (?, ?)').run(now, pem)
    return { records: state.end.seq, last: state.end.hash }
  } finally {
    database.close()
  }
}

/** @throws when a page or an index is not as SQLite wrote it. */
export function assertIntact(database: FeedDatabase): void {
  const found = database.pragma('integrity_check(1)', { simple: true })
  if (found !== 'ok') throw new Error(`the database is damaged: ${String(found)}`)
}

/** Takes the key out of a copy of a backup, which then is an ordinary ledger. @throws when it is no backup. */
export function takeKey(path: string): string {
  const database = new Database(path, { fileMustExist: true })
  try {
    assertIntact(database)
    const pem: unknown = database.prepare('SELECT feed_key FROM backup').pluck().get()
    if (typeof pem !== 'string') throw new Error('it holds no key')
    database.exec('DROP TABLE backup')
    return pem
  } finally {
    database.close()
  }
}
