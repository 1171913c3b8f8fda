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
  release(): readonly EventRow[]
  count(): FeedCount
}

/** The newest `limit` rows of the tail; rows gather outside the list until they are released. */
export function createFeedBuffer(limit: number, wanted: (row: EventRow) => boolean): FeedBuffer {
  let rows: readonly EventRow[] = []
  let waiting: EventRow[] = []
  let seen = 0
  let dropped = 0
  let shown = 0
  let held = 0
  let filtered = 0
  return {
    take(batch) {
      const passed = batch.rows.filter(wanted)
      seen = batch.seen
      dropped = batch.dropped
      filtered += batch.rows.length - passed.length
      held += passed.length
      waiting = [...passed.toReversed(), ...waiting].slice(0, limit)
    },
    release() {
      if (waiting.length > 0) rows = [...waiting, ...rows].slice(0, limit)
      waiting = []
      shown += held
      held = 0
      return rows
    },
    count: () => ({ seen, shown, held, filtered, dropped }),
  }
}
