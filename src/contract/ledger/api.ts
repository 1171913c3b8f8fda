import { z } from 'zod'
import { unprovenRules } from './intents/policy.ts'
import { clientFamily } from './reach.ts'
import { ledgerRecord } from './record.ts'

/**
 * The feed's HTTP interface for consoles (docs/feed-api.md). All calls carry `Authorization: Bearer <console token>`.
 *
 * - `GET  /ledger/info` → FeedInfo
 * - `POST /ledger/enrol` EnrolRequest → FeedInfo; names this console's key in the ledger (invitation.ts)
 * - `POST /ledger/records` SignedIntent → 200 { record } (also when the intent is known already)
 * - `GET  /ledger/records?after=SEQ&limit=N` → { records }, oldest first, at most 500
 * - `GET  /ledger/stream?after=SEQ` (WebSocket, subprotocol below) → one record a message, as they are appended
 * - `GET  /ledger/subscribers` → { subscribers }
 * - `POST /ledger/subscribers` SignedOrder `subscriber.add` → { subscriber, key }
 * - `DELETE /ledger/subscribers/ID` SignedOrder `subscriber.remove` → {}
 * - `POST /ledger/presence` SignedOrder `console.here` → {}
 *
 * Errors: a 4xx or 5xx status with `{ error: { code, message } }`.
 */
export const ledgerSubprotocol = 'honeynet.ledger.v1'

export const feedErrorCodes = [
  'unauthorized', // wrong or missing console token
  'bad-request',
  'bad-signature',
  'unknown-author', // key not enrolled
  'forbidden', // role or author may not do this
  'four-eyes', // proposer and approver are the same and solo mode is off
  'wrong-state', // the ban is not in a state that allows this step
  'not-found',
  'refused-range', // private, reserved or the honeynet's own
  'too-wide',
  'whitelisted',
  'duplicate', // the address has a live ban already
  'confirmation', // unproven source: the address must be typed again
  'cooldown', // revoked less than 24 h ago (automation only)
  'storage', // the ledger cannot be written; the list is still served
  'internal',
] as const
export type FeedErrorCode = (typeof feedErrorCodes)[number]

export const feedError = z.object({ error: z.object({ code: z.enum(feedErrorCodes), message: z.string().max(1000) }) })

const feedClock = z.object({
  /** Milliseconds by which the clock of the feed's machine is ahead of the time that the feed goes by; negative: behind the
   * last record. */
  ahead: z.number().int(),
  /** Milliseconds until a clock that is ahead is believed all the same. */
  believedIn: z.number().int().min(0).optional(),
})
/** The clock of the feed's machine and the feed do not agree. */
export type FeedClock = z.infer<typeof feedClock>

export const feedInfo = z.object({
  version: z.literal(1),
  software: z.string(),
  /** The feed's own Ed25519 key: it signs what the feed decides. */
  key: z.string(),
  solo: z.boolean(),
  holdSeconds: z.number().int(),
  unproven: z.enum(unprovenRules).optional(),
  records: z.number().int(),
  /** The chain and all signatures were verified when the feed opened its ledger. */
  verified: z.boolean(),
  published: z.number().int(),
  /** True while documentation ranges may be banned (demo honeynet only). */
  demo: z.boolean(),
  /** Ids of the bundled whitelists that it enforces beside the reserved ranges; those of a newer feed may be unknown. */
  bundled: z.array(z.string().max(64)).max(100).optional(),
  /** Absent while there is nothing to say about it. */
  clock: feedClock.optional(),
})
export type FeedInfo = z.infer<typeof feedInfo>

export const enrolRequest = z.object({
  key: z.string(),
  name: z.string().min(1).max(80),
  /** Of the invitation, as typed; the first key of a feed needs none, nor does one that is enrolled. */
  code: z.string().max(80).optional(),
})

export const recordPage = z.object({ records: z.array(ledgerRecord).max(500) })

export const subscriber = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  lastPull: z.number().optional(),
  pulls: z.number().int(),
  /** Which clients use the key, as its requests tell; the last one first. */
  families: z.array(clientFamily).optional(),
})
export const subscriberList = z.object({ subscribers: z.array(subscriber) })
export const newSubscriber = z.object({ subscriber, key: z.string() })
