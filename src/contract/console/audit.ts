import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { cursor, pageSize, reasonText, type Page } from './vocabulary.ts'
import { mostDecided } from './reach.ts'

/** A record of the ledger as it is read by people. */
export interface AuditRow {
  readonly seq: number
  /** When the feed recorded it, UTC milliseconds. */
  readonly time: number
  /** By name where the ledger knows one, else by fingerprint. */
  readonly author: string
  readonly kind: string
  /** Id of the ban, whitelist entry, campaign or change, or the key of a person. */
  readonly subject: string
  /** What that is: an address, a whitelisted value, a name. */
  readonly about: string
  /** What was said or decided, in words. */
  readonly note: string
  /** Until when a hold lasts, UTC milliseconds. */
  readonly until?: number
  readonly hash: string
  readonly previous: string
}

export const auditParts = ['ban', 'whitelist', 'analyst', 'campaign', 'label', 'policy'] as const
export type AuditPart = (typeof auditParts)[number]

/** How many published bans end on one day. */
export interface ExpiryDay {
  /** `2026-03-01`, in the zone asked for. */
  readonly day: string
  readonly count: number
  /** Of those, with more time proposed. */
  readonly extensions: number
}

export interface Expiries {
  /** The day that it is there now. */
  readonly today: string
  /** Only days on which one ends, in order. */
  readonly days: readonly ExpiryDay[]
  readonly total: number
}

/** How far a bulk of decisions is, and what the feed refused of it. */
/** What may be decided about many bans at once. */
export const manyActs = ['approve', 'reject', 'revoke'] as const
export type ManyAct = (typeof manyActs)[number]

export interface Decided {
  readonly act: ManyAct
  readonly total: number
  readonly done: number
  readonly recorded: number
  /** On their way: the feed is away. */
  readonly queued: number
  readonly refused: readonly { readonly id: string; readonly address: string; readonly message: string }[]
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
}

const id = z.string().min(1).max(64)

export const auditCalls = {
  /** Newest first. */
  'ledger.records': returns<Page<AuditRow>>()(
    z.object({ about: id.optional(), part: z.enum(auditParts).optional(), cursor, limit: pageSize }),
  ),
  /** Begins a job of kind `ledger-check`: every hash, link and signature of this console's copy. */
  'ledger.verify': returns<{ readonly job: number }>()(z.object({})),
  'bans.expiries': returns<Expiries>()(z.object({ zone: z.string().max(80) })),
  /**
   * Begins a job of kind `decisions`, which asks the feed for one after the other; what it refuses stops nothing. Each
   * one waits in the outbox where the feed is away.
   * @throws RpcError `refused` with `confirmation` when there are many and their number was not typed.
   */
  'bans.decide': returns<{ readonly job: number }>()(
    z
      .object({
        act: z.enum(manyActs),
        ids: z.array(id).min(1).max(mostDecided),
        reason: reasonText.optional(),
        confirmation: z.string().max(20).optional(),
      })
      .refine(({ act, reason }) => act === 'approve' || reason !== undefined, 'give a reason'),
  ),
  /** Kept for the last few bulks. @throws RpcError `not-found` */
  'bans.decided': returns<Decided>()(z.object({ job: z.number().int() })),
}
