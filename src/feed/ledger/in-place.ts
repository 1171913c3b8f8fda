import type { RecordSource } from './console-copy.ts'
import { openForReading, type FeedDatabase } from './database.ts'
import type { RemovedSubscriber } from './removed-subscribers.ts'
import { recordRows } from './rows.ts'
import { subscriberRows, type StoredSubscriber } from './subscribers.ts'

/** The ledger that a backup is to replace, which may be damaged anywhere: whatever cannot be read is not there. */
export interface LedgerInPlace extends RecordSource {
  /** Author of its first record. */
  readonly feedKey: string | undefined
  /** The highest list ID that it remembers; 0 when it cannot tell. */
  readonly lastListId: number
  /** All of them; `undefined` when they cannot be read. */
  subscribers(): readonly StoredSubscriber[] | undefined
  /** Those whose key was taken. */
  removedSubscribers(): readonly RemovedSubscriber[]
  /** Whether everything that was asked of it could be read, so far. */
  readable(): boolean
}

const highestListId = 'SELECT max(list_id) FROM (SELECT list_id FROM listed UNION ALL SELECT list_id FROM delisted)'
const pageLength = 500

export function openInPlace(directory: string): LedgerInPlace {
  let readable = true
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read()
    } catch {
      readable = false
      return undefined
    }
  }
  const database = attempt(() => openForReading(directory))
  const rows = database && attempt(() => recordRows(database))
  return {
    feedKey: rows && attempt(() => rows.page(0, 1)[0]?.intent.author),
    lastListId: (database && attempt(() => lastListIdIn(database))) ?? 0,
    subscribers: () => database && attempt(() => subscriberRows(database).all()),
    removedSubscribers: () => (database && attempt(() => subscriberRows(database).removed())) ?? [],
    *behind(seq) {
      for (let after = seq; ;) {
        const page = rows && attempt(() => rows.page(after, pageLength))
        const last = page?.at(-1)
        if (!page || !last) return
        yield* page
        after = last.seq
      }
    },
    readable: () => readable,
    close: () => void database?.close(),
  }
}

const lastListIdIn = (database: FeedDatabase): number => Number(database.prepare(highestListId).pluck().get())
