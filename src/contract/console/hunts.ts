import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { query } from './explore.ts'
import { cursor, pageSize, range, type EventRow, type Page } from './vocabulary.ts'

/** A search through the bytes of stored messages, in the background. Topic `hunts` says when to read again. */
export interface Hunt {
  readonly id: number
  /** As it was typed. */
  readonly filter: string
  readonly echo: string
  readonly range?: { readonly from: number; readonly to: number }
  readonly answers: boolean
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** Two others run; it is its turn when one of them has ended. */
  readonly waiting?: boolean
  /** Messages searched so far, and how many there are to search. Of whole blocks the part that is done, while it runs. */
  readonly searched: number
  readonly candidates: number
  readonly found: number
  /** Messages whose bytes could not be read or are no longer kept. */
  readonly unread: number
  readonly startedAt: number
  readonly endedAt?: number
  /** Why it did not come to its end. */
  readonly error?: string
}

export interface HuntHit extends EventRow {
  /** What is around the first match; bytes as Latin-1 characters. */
  readonly excerpt: { readonly text: string; readonly from: number; readonly to: number }
  /** The bytes of the message that match first, half-open; absent where nothing in it is what was found. */
  readonly match?: { readonly from: number; readonly to: number }
}

/** Hits kept of one hunt; it stops there and says so. */
export const mostHits = 100_000

const id = z.number().int()

export const huntCalls = {
  /** Newest first. */
  'hunts.list': returns<readonly Hunt[]>()(z.object({})),
  /** `bad-request` when the filter has an error or nothing in it looks at bytes. */
  'hunt.start': returns<{ readonly id: number }>()(z.object({ query })),
  /** The same search over another range; without one over its own. */
  'hunt.again': returns<{ readonly id: number }>()(z.object({ id, range: range.optional() })),
  'hunt.cancel': returns<void>()(z.object({ id })),
  'hunt.remove': returns<void>()(z.object({ id })),
  /** Newest message first; what was found so far while it runs. */
  'hunt.hits': returns<Page<HuntHit>>()(z.object({ id, cursor, limit: pageSize })),
}
