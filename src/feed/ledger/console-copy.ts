import Database from 'better-sqlite3'
import { ledgerRecord, type LedgerRecord } from '../../contract/ledger/record.ts'

/** Records as somebody holds them; none of it is believed. */
export interface RecordSource {
  /** Those behind `seq`, until one cannot be read. */
  behind(seq: number): Generator<LedgerRecord>
  close(): void
}

/** The feed that the console follows, and those that it followed before. */
const following = 'SELECT count(*) FROM ledger_feed WHERE key = ?'
const own = 'SELECT record FROM ledger_record WHERE seq > ? ORDER BY seq LIMIT ?'
const aside = 'SELECT record FROM ledger_aside WHERE feed = ? AND seq > ? ORDER BY seq LIMIT ?'
const pageLength = 500

/**
 * The copy of a feed's ledger in a console's `console.db`, also of one that runs: consoles hold every record as the feed
 * sent it, up to the last moment. @throws when the file is no console's
 */
export function openConsoleCopy(path: string, feedKey: string): RecordSource {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const follows = database.prepare(following).pluck().get(feedKey) === 1
    const rows = database.prepare(follows ? own : aside).pluck()
    const page = (after: number): unknown[] =>
      follows ? rows.all(after, pageLength) : rows.all(feedKey, after, pageLength)
    return {
      *behind(seq) {
        for (let after = seq; ; after += pageLength) {
          const texts = page(after)
          for (const text of texts) yield ledgerRecord.parse(JSON.parse(String(text)))
          if (texts.length < pageLength) return
        }
      },
      close: () => database.close(),
    }
  } catch (error) {
    database.close()
    throw error
  }
}
