import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { readerOf, writerOf, type Reader } from './connection.ts'
import { storageFault } from './error.ts'
import { migrate, readMigrations } from './migrate.ts'
import { isFault } from './raw/fault.ts'
import { rawOf } from './raw/read.ts'
import { verifyBlocks } from './raw/verify.ts'
import { readSetting, writeSetting } from './settings.ts'
import { storedEvents } from './totals.ts'

/** What a backup says of itself: written into it, from the same moment as all it holds. */
const manifest = z.object({
  /** UTC milliseconds. */
  madeAt: z.number(),
  /** Counted one by one; absent when the database was damaged. */
  events: z.number().optional(),
  sources: z.number().optional(),
  /** SHA-256 of the bytes of some messages. */
  sample: z.array(z.object({ event: z.number(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof manifest>

const manifestKey = 'backup'
/** Messages whose bytes are compared, spread over all of them. */
const sampleSize = 200
/** 4 KiB each: some 10 ms between two looks at the disk and at the signal. */
const pagesAtOnce = 2_000

export interface BackupOptions {
  /** Milliseconds UTC. */
  readonly now: number
  readonly signal: AbortSignal
  readonly onProgress: (done: number, total: number) => void
  /** Called between two pieces. @throws when there is no room for more. */
  readonly assertRoom: () => void
}

/**
 * Copies a database as it is at one moment into an empty file, while somebody writes on: a reading transaction holds that
 * moment, and SQLite's backup copies its pages. It stops between any two pieces; VACUUM INTO could not, and would build
 * every index anew. What is stored meanwhile stays in the write-ahead log until the copy is made.
 * @throws the signal's reason, and what the disk says.
 */
export async function copyDatabase(path: string, target: string, options: BackupOptions): Promise<Manifest> {
  const source = new Database(path, { readonly: true, fileMustExist: true })
  try {
    source.exec('BEGIN')
    const made = manifestOf(readerOf(source), options.now)
    let stopped: unknown
    const progress = ({ totalPages, remainingPages }: Database.BackupMetadata): number => {
      options.onProgress(totalPages - remainingPages, totalPages)
      try {
        options.signal.throwIfAborted()
        options.assertRoom()
      } catch (error) {
        stopped = error
        throw error
      }
      return pagesAtOnce
    }
    await source.backup(target, { progress }).catch((error: unknown) => {
      throw stopped ?? error
    })
    finish(target, made)
    return made
  } finally {
    source.close()
  }
}

/** One file that needs no log beside it. */
function finish(target: string, made: Manifest): void {
  const database = new Database(target)
  try {
    database.pragma('journal_mode = DELETE')
    database.pragma('synchronous = FULL')
    writeSetting(writerOf(database), manifestKey, made)
  } finally {
    database.close()
  }
}

const counts = 'SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM source) AS sources'

function manifestOf(reader: Reader, madeAt: number): Manifest {
  try {
    return { madeAt, ...reader.get<{ events: number; sources: number }>(counts), sample: sampleOf(reader) }
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return { madeAt, sample: [] }
  }
}

function sampleOf(reader: Reader): Manifest['sample'] {
  const ends = reader.get<{ first: number; last: number }>('SELECT min(id) AS first, max(id) AS last FROM event')
  if (!ends) return []
  const step = Math.max(1, (ends.last - ends.first) / sampleSize)
  const wanted = Array.from({ length: sampleSize + 1 }, (_, at) => Math.floor(ends.first + at * step))
  const ids = new Set(wanted.flatMap((id) => reader.get<{ id: number }>(nextEvent, id)?.id ?? []))
  return hashes(reader, [...ids])
}

const nextEvent = 'SELECT id FROM event WHERE id >= ? ORDER BY id LIMIT 1'

const hashes = (reader: Reader, ids: readonly number[]): Manifest['sample'] =>
  [...rawOf(reader, ids)].flatMap(([event, bytes]) =>
    isFault(bytes) ? [] : { event, sha256: createHash('sha256').update(bytes).digest('hex') },
  )

/** @returns what a file says of itself; `undefined` when it is no backup of ours. */
export function readManifest(file: string): { readonly madeAt: number; readonly events: number } | undefined {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true })
    try {
      const reader = readerOf(database)
      const made = readSetting(reader, manifestKey, manifest)
      return made && { madeAt: made.madeAt, events: made.events ?? storedEvents(reader) }
    } finally {
      database.close()
    }
  } catch {
    return undefined
  }
}

/**
 * Holds a restored backup against what it says of itself, after bringing it up to date as a console would.
 * @returns one sentence for what differs; `undefined` when nothing does.
 */
export async function backupFault(path: string, signal: AbortSignal): Promise<string | undefined> {
  const database = new Database(path, { fileMustExist: true })
  try {
    migrate(database, readMigrations())
    const reader = readerOf(database)
    const made = readSetting(reader, manifestKey, manifest)
    if (!made) return 'it does not say what it holds'
    await turn()
    return differenceFrom(reader, made) ?? (await damagedBlocks(reader, signal))
  } finally {
    database.close()
  }
}

function differenceFrom(reader: Reader, made: Manifest): string | undefined {
  if (made.events === undefined) return 'the database was damaged already when it was made'
  const { events, sources } = reader.get<{ events: number; sources: number }>(counts) ?? { events: 0, sources: 0 }
  if (events !== made.events) return `it holds ${events} messages instead of ${made.events}`
  if (sources !== made.sources) return `it holds ${sources} sources instead of ${made.sources ?? 0}`
  const found = new Map(
    hashes(
      reader,
      made.sample.map(({ event }) => event),
    ).map(({ event, sha256 }) => [event, sha256]),
  )
  const other = made.sample.filter(({ event, sha256 }) => found.get(event) !== sha256).length
  return other === 0 ? undefined : `the bytes of ${other} of ${made.sample.length} messages looked at are others`
}

async function damagedBlocks(reader: Reader, signal: AbortSignal): Promise<string | undefined> {
  const { damaged, blocks } = await verifyBlocks(reader, { signal })
  signal.throwIfAborted()
  return damaged === 0 ? undefined : `${damaged} of ${blocks} blocks of raw bytes are damaged`
}
