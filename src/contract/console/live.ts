import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { cursor, pageSize, range, type EventRow, type Page, type SourceRow } from './vocabulary.ts'

/** Messages received per step, one line per method; `other` gathers rare methods and what is no SIP. */
export interface RateSeries {
  readonly from: number
  /** Milliseconds per point: 1,000 for the last two hours, 60,000 beyond. */
  readonly step: number
  readonly methods: readonly { readonly method: string; readonly counts: readonly number[] }[]
  /** Stretches in which a sensor could not see: charts hatch them instead of drawing zero. */
  readonly gaps: readonly Gap[]
}

export interface Gap {
  readonly sensor: number
  readonly from: number
  readonly to: number
  readonly reason: string
  /** Events known to be lost; absent when unknown (sensor unreachable: nothing is lost yet). */
  readonly lost?: number
}

export interface Origin {
  readonly country: string
  /** Demo origins have a place; others stand at the country's centre, which the page knows. */
  readonly latitude?: number
  readonly longitude?: number
  readonly place?: string
  readonly messages: number
  readonly sources: number
}

/** What the engine holds in total; `received` = `shown` is never assumed: see the tail's own counters. */
export interface Totals {
  readonly received: number
  readonly answers: number
  readonly sources: number
  readonly dialogs: number
  readonly malformed: number
}

/** A source with what it did inside the range asked for. */
export interface Attacker extends SourceRow {
  readonly inRange: number
  /** A whitelist entry of mode `hide` keeps it out of this list, unless it is asked for. */
  readonly hidden?: boolean
}

export interface Attackers {
  /** The busiest first. */
  readonly sources: readonly Attacker[]
  /** How many that the whitelist hides are in the list, or would be. */
  readonly hidden: number
}

export interface TailBatch {
  readonly rows: readonly EventRow[]
  /** Events stored since the stream began, and how many of them were not sent because the reader was slow. */
  readonly seen: number
  readonly dropped: number
}

export const liveCalls = {
  'live.rate': returns<RateSeries>()(z.object({ range })),
  'live.totals': returns<Totals>()(z.object({ range })),
  'live.attackers': returns<Attackers>()(
    z.object({
      range,
      limit: z.number().int().min(1).max(200).default(50),
      /** Also those that the whitelist hides. */
      withHidden: z.boolean().default(false),
    }),
  ),
  'live.origins': returns<readonly Origin[]>()(z.object({ range })),
  /** Newest first. */
  'events.page': returns<Page<EventRow>>()(
    z.object({ source: z.string().max(64).optional(), range: range.optional(), cursor, limit: pageSize }),
  ),
}

export const liveStreams = {
  /** Newly stored events in order, at most some hundred a batch and some ten batches a second. */
  'live.tail': returns<TailBatch>()(z.object({ directions: z.enum(['in', 'both']).default('in') })),
}
