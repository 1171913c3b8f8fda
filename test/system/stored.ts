import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { readerOf, type Reader } from '../../src/engine/store/connection.ts'
import { rawOf } from '../../src/engine/store/raw/read.ts'
import { openForReading } from '../../src/feed/ledger/database.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'

/** What the console's store holds, read past the engine. */
export interface StoredTruth {
  /** Bytes of the messages received under each Call-ID. */
  readonly received: ReadonlyMap<string, readonly Buffer[]>
  /** Of the events up to the sensor's cursors, how many are neither stored nor explained by a recorded gap; below 0: too many. */
  readonly missing: number
  /** Events that a sensor said it lost. */
  readonly lost: number
  /** Hashes of the console's copy of the ledger, in order. */
  readonly mirror: readonly string[]
}

/** @param sensor its number in the store: what others say of themselves is their affair. */
export function readStore(data: string, sensor = 1): StoredTruth {
  const database = new Database(join(data, 'console.db'), { readonly: true })
  const reader = readerOf(database)
  const received = new Map<string, Buffer[]>()
  for (const { callId, bytes } of receivedIn(reader)) received.set(callId, [...(received.get(callId) ?? []), bytes])
  const lost = sum(reader, 'SELECT sum(lost) AS n FROM gap WHERE sensor = ?', sensor)
  const announced = sum(reader, 'SELECT sum(last) AS n FROM epoch WHERE sensor = ?', sensor)
  const stored = sum(reader, 'SELECT count(*) AS n FROM event_row WHERE sensor = ?', sensor)
  const records = reader.all<{ hash: string }>('SELECT hash FROM ledger_record ORDER BY seq')
  database.close()
  return { received, missing: announced - lost - stored, lost, mirror: records.map(({ hash }) => hash) }
}

const sum = (reader: Reader, sql: string, sensor: number): number =>
  reader.get<{ n: number | null }>(sql, sensor)?.n ?? 0

/** Messages received, with their bytes wherever these lie by now. @throws Error when any cannot be read. */
function receivedIn(reader: Reader): readonly { readonly callId: string; readonly bytes: Buffer }[] {
  const rows = reader.all<{ id: number; callId: string }>(
    'SELECT e.id, d.call_id AS callId FROM event_row e JOIN dialog d ON d.id = e.dialog WHERE e.direction = 0',
  )
  const found = rawOf(
    reader,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, callId }) => {
    const bytes = found.get(id)
    if (!(bytes instanceof Uint8Array)) throw new Error(`the bytes of event ${id} cannot be read`)
    return { callId, bytes: Buffer.from(bytes) }
  })
}

/** SHA-256 of all messages received, in hex. */
export function storedHashes(data: string): ReadonlySet<string> {
  const database = new Database(join(data, 'console.db'), { readonly: true })
  const hashes = receivedIn(readerOf(database)).map(({ bytes }) => bytes)
  database.close()
  return new Set(hashes.map((bytes) => createHash('sha256').update(bytes).digest('hex')))
}

/** The feed's ledger, read past the feed. */
export function readLedger(data: string): readonly LedgerRecord[] {
  const database = openForReading(join(data, 'feed'))
  const records = [...recordRows(database).all()]
  database.close()
  return records
}
