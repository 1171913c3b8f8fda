import Database from 'better-sqlite3'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { OpeningStep } from '../../contract/console/opening.ts'
import { copyAsideSlowly, removeAside } from './copy-aside.ts'
import { readMigrations } from './migrate.ts'
import { assertRestored, begin, closeAll, inWords, mayWrite, openUpToDate } from './open.ts'
import { checkedBytes, quickCheck, sizeOf } from './open-writer.ts'
import type { Prepared } from './parts.ts'

/** Bytes that even a slow disk reads within a moment. */
const soonRead = 64 * 1024 * 1024

/**
 * Whether opening this folder may take longer than a moment: its database has an older format, a long log is to be read
 * back, or a large file is to be checked or copied. Looks at the first bytes alone, never throws, and changes nothing.
 */
export function needsPreparing(directory: string): boolean {
  const path = join(directory, 'console.db')
  try {
    const [size, log] = [sizeOf(path), sizeOf(`${path}-wal`)]
    if (size === 0) return false
    if (log > soonRead || formatIn(path) < readMigrations().length) return true
    return size > soonRead && (size <= checkedBytes || !mayWrite(directory))
  } catch {
    return false // Whoever opens it says why not.
  }
}

/** Milliseconds: a thread of its own keeps nobody waiting. */
const patience = 600_000

/** Where SQLite keeps `user_version` in the first page, big-endian. What the log holds may be newer, never older. */
const formatAt = 60

function formatIn(path: string): number {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(4)
    readSync(file, bytes, 0, 4, formatAt)
    return bytes.readUInt32BE()
  } finally {
    closeSync(file)
  }
}

/**
 * Does what takes long about opening a folder, and closes it again: meant for a thread. Ended at any point, by what
 * `onStep` throws or with the whole process, it leaves a database that is as it was before that step.
 * @throws StoreError as openStore does.
 */
export async function prepareStore(directory: string, onStep: (step: OpeningStep) => void): Promise<Prepared> {
  const opening = begin({ directory, onStep }, patience)
  try {
    assertRestored(directory)
    if (!mayWrite(directory)) return await prepareCopy(directory, onStep)
    const write = openUpToDate(opening)
    if (typeof write === 'string') return { found: write }
    onStep({ work: 'finish' })
    return {}
  } catch (error) {
    throw inWords(error, directory)
  } finally {
    closeAll(opening.opened)
  }
}

async function prepareCopy(directory: string, onStep: (step: OpeningStep) => void): Promise<Prepared> {
  const bytes = sizeOf(join(directory, 'console.db'))
  const aside = await copyAsideSlowly(directory, (share) => onStep({ work: 'copy', share, bytes }))
  try {
    const database = new Database(aside, { readonly: true })
    const found = quickCheck(database, aside, onStep)
    database.close()
    return { aside, ...(found === undefined ? {} : { found }) }
  } catch (error) {
    removeAside(aside)
    throw error
  }
}
