import { RpcError } from '../../contract/rpc/error.ts'
import type { Policy } from '../../contract/ledger/intents/policy.ts'
import { openSystems, type Systems, type SystemsPlace } from '../geo/systems/systems.ts'
import type { Reader } from '../store/connection.ts'
import { ledgerReader, type LedgerReader } from '../store/ledger-mirror.ts'
import { outboxReader, type OutboxReader } from '../store/outbox.ts'

/**
 * What a reading call may look at. It is made anew for each call, so that it can be answered on any thread: nothing here
 * is shared with the engine but the store's file. All that a handler reads before its first `await` is of one moment.
 */
export interface Reading extends ReadingPlace {
  readonly reader: Reader
  readonly ledger: LedgerReader
  readonly queue: OutboxReader
  readonly live: LiveState
  /** Which networks addresses belong to. */
  readonly systems: Systems
  /** UTC milliseconds. */
  readonly now: () => number
  /**
   * Nobody waits for the answer any more. The reader looks before each statement by itself and throws `cancelled`;
   * whoever computes for long between two statements asks here, at least every 50 ms.
   */
  readonly cancelled: () => boolean
}

/** What stays the same as long as a workspace is open. */
export interface ReadingPlace {
  readonly workspace: 'main' | 'demo'
  /** The data folder. */
  readonly directory: string
  /** The `resources/` folder. */
  readonly resources: string
  readonly systemsAt: SystemsPlace
  /** The analyst's name, as the author of reports. */
  readonly analyst: string
  readonly version: string
  /** Milliseconds that counting matches may take: screens want an answer soon, scripts all of it. */
  readonly patience?: number
}

/** What no table holds: the engine sends it along with each call. */
export interface LiveState {
  /** What the feed last said of itself; absent until it was reached in this run. */
  readonly feed?: Policy & {
    readonly demo: boolean
    /** Ids of the bundled whitelists that it enforces (contract/ledger/bundled.ts). */
    readonly bundled: readonly string[]
  }
  /** Why nothing is stored, when that is so. */
  readonly readOnly?: string
  /** The last check of the whole file; a damaged store cannot hold it. */
  readonly checked?: { readonly at: number; readonly ok: boolean; readonly words: string }
}

interface ReadingOptions {
  readonly place: ReadingPlace
  readonly reader: Reader
  readonly live: LiveState
  /** Of the place; whoever answers many calls opens them once, because their table takes its time. */
  readonly systems?: Systems
  readonly now?: () => number
  readonly cancelled?: () => boolean
}

export function createReading({ place, reader, live, systems, now, cancelled }: ReadingOptions): Reading {
  const isOver = cancelled ?? (() => false)
  const watched = watchedReader(reader, isOver)
  return {
    ...place,
    reader: watched,
    ledger: ledgerReader(watched),
    queue: outboxReader(watched),
    live,
    systems: systems ?? openSystems(place.systemsAt),
    now: now ?? Date.now,
    cancelled: isOver,
  }
}

/** For long work between two statements. @throws RpcError `cancelled` */
export function goOn({ cancelled }: Pick<Reading, 'cancelled'>): void {
  if (cancelled()) throw new RpcError('cancelled', 'cancelled')
}

const watchedReader = (reader: Reader, cancelled: () => boolean): Reader => ({
  get: (sql, ...params) => {
    goOn({ cancelled })
    return reader.get(sql, ...params)
  },
  all: (sql, ...params) => {
    goOn({ cancelled })
    return reader.all(sql, ...params)
  },
})
