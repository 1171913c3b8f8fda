import type { TailBatch } from '../../../contract/console/live.ts'
import type { EventRow } from '../../../contract/console/vocabulary.ts'

/** What the feed owes its reader: every event seen is shown, held, filtered or dropped. */
export interface FeedCount {
  readonly seen: number
  readonly shown: number
  /** Waiting while the reader looks at older rows. */
  readonly held: number
  readonly filtered: number
  readonly dropped: number
}

export interface FeedBuffer {
  take(batch: TailBatch): void
  /** Lets held rows in; newest first, at most `limit`. */
  release(): void
  /** The released rows that are wanted. */
  rows(): readonly EventRow[]
  /**
   * Narrows or widens, also what was released before; the account begins anew with the rows that are still known, as
   * nobody can say which of the forgotten ones would have passed.
   */
  want(wanted: (row: EventRow) => boolean): void
  count(): FeedCount
}

/** Rows remembered for each row shown, so that widening a filter brings some back. */
const memory = 4

/** The newest `limit` wanted rows of the tail; rows gather outside the list until they are released. */
export function createFeedBuffer(limit: number, firstWanted: (row: EventRow) => boolean): FeedBuffer {
  let wanted = firstWanted
  let released: readonly EventRow[] = []
  let waiting: readonly EventRow[] = []
  let visible: readonly EventRow[] = []
  let latest = { seen: 0, dropped: 0 }
  let before = latest
  let account = { shown: 0, held: 0, filtered: 0 }

  const remember = (newer: readonly EventRow[], older: readonly EventRow[]): readonly EventRow[] =>
    [...newer, ...older].slice(0, limit * memory)

  return {
    take(batch) {
      const passed = batch.rows.filter(wanted).length
      const { shown, held, filtered } = account
      account = { shown, held: held + passed, filtered: filtered + batch.rows.length - passed }
      latest = { seen: batch.seen, dropped: batch.dropped }
      waiting = remember(batch.rows.toReversed(), waiting)
    },
    release() {
      if (waiting.length > 0) {
        visible = [...waiting.filter(wanted), ...visible].slice(0, limit)
        released = remember(waiting, released)
      }
      waiting = []
      account = { shown: account.shown + account.held, held: 0, filtered: account.filtered }
    },
    rows: () => visible,
    want(next) {
      wanted = next
      const shown = released.filter(wanted)
      const held = waiting.filter(wanted).length
      const known = released.length + waiting.length
      visible = shown.slice(0, limit)
      account = { shown: shown.length, held, filtered: known - shown.length - held }
      before = { seen: latest.seen - known, dropped: latest.dropped }
    },
    count: () => ({
      seen: latest.seen - before.seen,
      ...account,
      dropped: latest.dropped - before.dropped,
    }),
  }
}
