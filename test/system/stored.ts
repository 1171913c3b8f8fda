import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { openForReading } from '../../src/feed/ledger/database.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'

/** What the console's store holds, read past the engine. */
export interface StoredTruth {
  /** Bytes of the messages received under each Call-ID. */
  readonly received: ReadonlyMap<string, readonly Buffer[]>
  /** Sequences of each numbering that are neither stored nor explained by a recorded gap. */
  readonly holes: readonly string[]
  /** Events that a sensor said it lost. */
  readonly lost: number
  /** Hashes of the console's copy of the ledger, in order. */
  readonly mirror: readonly string[]
}

/** @param sensor its number in the store: what others say of themselves is their affair. */
export function readStore(data: string, sensor = 1): StoredTruth {
  const database = new Database(join(data, 'console.db'), { readonly: true })
  const all = <Row>(sql: string): Row[] => database.prepare(sql).all() as Row[]
  const received = new Map<string, Buffer[]>()
  const messages = `SELECT d.call_id AS id, r.bytes FROM event e JOIN dialog d ON d.id = e.dialog
    JOIN raw r ON r.event = e.id WHERE e.direction = 0`
  for (const { id, bytes } of all<{ id: string; bytes: Buffer }>(messages)) {
    received.set(id, [...(received.get(id) ?? []), bytes])
  }
  const gaps = all<Gap>(`SELECT epoch, from_sequence AS first, lost AS count FROM gap
    WHERE lost IS NOT NULL AND sensor = ${sensor}`)
  const sequences = all<Place>(`SELECT epoch, sequence FROM event WHERE sensor = ${sensor} ORDER BY epoch, sequence`)
  const mirror = all<{ hash: string }>('SELECT hash FROM ledger_record ORDER BY seq').map(({ hash }) => hash)
  database.close()
  const lost = gaps.reduce((sum, { count }) => sum + count, 0)
  return { received, holes: holesIn(sequences, gaps), lost, mirror }
}

interface Place {
  readonly epoch: number
  readonly sequence: number
}
interface Gap {
  readonly epoch: number
  readonly first: number
  readonly count: number
}

function holesIn(places: readonly Place[], gaps: readonly Gap[]): string[] {
  const explained = (epoch: number, sequence: number): boolean =>
    gaps.some((gap) => gap.epoch === epoch && sequence >= gap.first && sequence < gap.first + gap.count)
  const holes: string[] = []
  let before: Place = { epoch: 0, sequence: 0 }
  for (const place of places) {
    let due = place.epoch === before.epoch ? before.sequence + 1 : 1
    for (; due < place.sequence; due += 1) if (!explained(place.epoch, due)) holes.push(`${place.epoch}:${due}`)
    before = place
  }
  return holes
}

/** SHA-256 of all messages received, in hex. */
export function storedHashes(data: string): ReadonlySet<string> {
  const database = new Database(join(data, 'console.db'), { readonly: true })
  const rows = database.prepare('SELECT r.bytes FROM raw r JOIN event e ON e.id = r.event WHERE e.direction = 0')
  const hashes = rows.pluck().all() as Buffer[]
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
