import { z } from 'zod'
import { ledgerRecord, newerKind, signedText, type LedgerRecord } from '../../contract/ledger/record.ts'
import type { FeedDatabase } from './database.ts'

const row = z.object({
  seq: z.number(),
  recorded_at: z.number(),
  previous: z.string(),
  hash: z.string(),
  signature: z.string(),
  intent: z.string(),
})

/** @throws when the row is not what this program could have written. */
function recordOf(value: unknown): LedgerRecord {
  const { seq, recorded_at: recordedAt, previous, hash, signature, intent } = row.parse(value)
  const written: unknown = JSON.parse(intent)
  const newer = newerKind({ intent: written })
  if (newer !== undefined) throw new TypeError(`it is ${newer}`)
  const record = ledgerRecord.parse({ seq, recordedAt, previous, hash, signature, intent: written })
  // Fields that parsing dropped would be outside the hash, and with it outside the proof.
  if (signedText(record.intent) !== intent) throw new TypeError('the stored intent is not canonical')
  return record
}

const columns = 'seq, recorded_at, previous, hash, signature, intent'

export interface RecordRows {
  insert(record: LedgerRecord): void
  byIntent(id: string): LedgerRecord | undefined
  /** Those behind `after`, oldest first. */
  page(after: number, limit: number): LedgerRecord[]
  /** One by one, so that a fault in one row is known by its place. */
  all(): Generator<LedgerRecord>
  count(): number
}

export function recordRows(database: FeedDatabase): RecordRows {
  const insert = database.prepare(`INSERT INTO record (${columns}, intent_id) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const byIntent = database.prepare(`SELECT ${columns} FROM record WHERE intent_id = ?`)
  const page = database.prepare(`SELECT ${columns} FROM record WHERE seq > ? ORDER BY seq LIMIT ?`)
  const count = database.prepare('SELECT count(*) FROM record').pluck()
  return {
    insert(record) {
      const { seq, recordedAt, previous, hash, signature, intent } = record
      insert.run(seq, recordedAt, previous, hash, signature, signedText(intent), intent.id)
    },
    byIntent(id) {
      const found = byIntent.get(id)
      return found === undefined ? undefined : recordOf(found)
    },
    page: (after, limit) => page.all(after, limit).map(recordOf),
    *all() {
      const everything = database.prepare(`SELECT ${columns} FROM record ORDER BY seq`)
      for (const found of everything.iterate()) yield recordOf(found)
    },
    count: () => Number(count.get()),
  }
}
