import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { Seen } from '../ledger/intents/ban.ts'
import type { ClientFamily } from '../ledger/reach.ts'
import { address, banStates, reasonText, type BanState, type Proof, type Verdict } from './vocabulary.ts'

/** One message attached to a ban as evidence; the bytes themselves stay in the store under their hash. */
export interface Evidence {
  /** Absent when the event was recorded by another console. */
  readonly event?: number
  readonly dialog?: number
  readonly time: number
  readonly sensor: string
  /** SHA-256 of the exact bytes, hex. */
  readonly sha256: string
  readonly summary: string
  /** Why this one was chosen. */
  readonly role: 'first' | 'worst' | 'latest'
}

/** One step in a ban's life, as the ledger recorded it. */
export interface BanStep {
  /** Ledger sequence; absent while the step waits in the outbox. */
  readonly seq?: number
  readonly time: number
  readonly kind: string
  readonly author: string
  readonly note: string
}

/** More time on the list for a published ban, as somebody proposed it; it stands until it is decided on. */
export interface ExtensionRow {
  readonly reason: string
  readonly proposedBy: string
  /** Key of whoever proposed it. */
  readonly proposer: string
  readonly proposedAt: number
  /** Milliseconds from its approval on. */
  readonly duration: number
  readonly messages: number
  /** Proposed by a console's own watch, because the address attacked again. */
  readonly automatic: boolean
  readonly evidence: readonly Evidence[]
}

/** A ban as a list shows it. */
export interface BanRow {
  readonly id: string
  readonly address: string
  readonly state: BanState
  readonly reason: string
  readonly proposedBy: string
  /** Key of whoever proposed it. */
  readonly proposer: string
  readonly proposedAt: number
  /** When something last happened to it; an action of ours that waits counts. */
  readonly changedAt: number
  readonly approvedBy?: string
  /** While `held`: when it will be published unless somebody undoes it. */
  readonly holdUntil?: number
  readonly publishedAt?: number
  readonly expiresAt?: number
  /** The ID under which APIBAN clients see it. */
  readonly listId?: string
  readonly revokedAt?: number
  readonly extension?: ExtensionRow
  /** Of a revoked one that nothing blocks now: when its address was last seen to attack since. */
  readonly attackedSince?: number
  /** Made while one person was allowed to approve their own proposals. */
  readonly solo: boolean
  readonly proof: Proof
  readonly messages: number
  readonly sensors: number
  /** An action of ours that the feed has not confirmed, or its refusal. */
  readonly pending?: { readonly kind: string; readonly error?: string }
}

/** With what it rests on, and who did what when. */
export interface WholeBan extends BanRow {
  readonly evidence: readonly Evidence[]
  readonly steps: readonly BanStep[]
}

export type BanCounts = Readonly<Record<BanState, number>>

export interface Concern {
  readonly code: string
  readonly message: string
}

/** What the review card shows before anything is proposed. */
export interface BanDraft {
  readonly address: string
  readonly verdict: Verdict
  readonly proof: Proof
  readonly messages: number
  readonly dialogs: number
  readonly sensors: number
  readonly evidence: readonly Evidence[]
  /** Any of these forbids the ban; there is no override here. */
  readonly refusals: readonly Concern[]
  /** These demand that the analyst types the address before committing: what `contract/ledger/review.ts` says. */
  readonly concerns: readonly Concern[]
  /** Worth knowing; they demand nothing. */
  readonly notes: readonly Concern[]
  /** Of a range that is refused for what lies in it: the ranges that hold all the rest. */
  readonly split?: readonly string[]
  /** Of a host: the range around it, where many of its hosts are banned or proposed. */
  readonly wider?: { readonly address: string; readonly hosts: number }
  /** What goes to the feed for whitelist entries that are about no address. Attackers' text. */
  readonly seen: Seen
  readonly suggestedReason: string
  /** Milliseconds. */
  readonly suggestedDuration: number
  readonly holdSeconds: number
  readonly solo: boolean
}

/** What the review card shows before more time is proposed. */
export interface ExtensionDraft {
  readonly address: string
  /** When it ends without an extension. */
  readonly expiresAt: number
  readonly lastSeen?: number
  /** It was seen to attack after it came onto the list. */
  readonly attacksStill: boolean
  readonly messages: number
  readonly dialogs: number
  readonly sensors: number
  readonly evidence: readonly Evidence[]
  readonly suggestedReason: string
  /** Milliseconds. */
  readonly suggestedDuration: number
}

export interface Subscriber {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly lastPull?: number
  readonly pulls: number
  /** Which clients use its key, as its requests tell; the last one first. */
  readonly families?: readonly ClientFamily[]
}

export interface FeedStatus {
  readonly state: 'starting' | 'connected' | 'unreachable' | 'refused' | 'stopped'
  readonly error?: string
  readonly url?: string
  readonly solo: boolean
  readonly holdSeconds: number
  /** Addresses on the list now. */
  readonly published: number
  /** Of these, single IPv4 addresses: what APIBAN v1 and v2 carry. */
  readonly publishedV1: number
  /** Actions waiting in the outbox. */
  readonly waiting: number
  readonly ledger: { readonly records: number; readonly verified: boolean; readonly error?: string }
  readonly subscribers: readonly Subscriber[]
  /** The clock of the feed's machine is not what the feed goes by; see FeedClock in contract/ledger/api.ts. */
  readonly clock?: { readonly ahead: number; readonly believedIn?: number }
}

const id = z.string().min(1).max(64)
/** Milliseconds on the list, one hour to 90 days. */
const duration = z
  .number()
  .int()
  .min(3_600_000)
  .max(90 * 86_400_000)

/** Bans that a list holds of those that are not over: undecided ones first, then what ends soon, then the newest. */
export const mostBansListed = 5_000
/** Of those that are over, the newest; as many of each way to end. The same of proposals that wait in the outbox. */
export const mostEndedListed = 1_000
/** A published ban counts as expiring in its last day. */
export const expiringWithin = 86_400_000

export const banCalls = {
  /** Newest first, no more than the bounds above; an extension's evidence is as recorded. */
  'bans.list': returns<readonly BanRow[]>()(
    z.object({
      states: z.array(z.enum(banStates)).optional(),
      address: address.optional(),
      /** Published ones that end on this day of this zone (IANA name). */
      endsOn: z.object({ day: z.iso.date(), zone: z.string().max(80) }).optional(),
    }),
  ),
  /** All there are, listed or not. */
  'bans.counts': returns<BanCounts>()(z.object({})),
  /** Finds the events behind its evidence, too. @throws RpcError `not-found` */
  'ban.get': returns<WholeBan>()(z.object({ id })),
  'ban.draft': returns<BanDraft>()(z.object({ address })),
  'ban.propose': returns<{ readonly id: string; readonly queued: boolean }>()(
    z.object({
      address,
      reason: reasonText,
      duration,
      /** The address typed again, where the draft had concerns. */
      confirmation: z.string().max(64).optional(),
    }),
  ),
  'ban.approve': returns<{ readonly queued: boolean }>()(z.object({ id })),
  'ban.reject': returns<{ readonly queued: boolean }>()(z.object({ id, reason: reasonText })),
  /** Undo: takes back a proposal, or an approved ban inside its hold, before any subscriber could see it. */
  'ban.withdraw': returns<{ readonly queued: boolean }>()(z.object({ id })),
  'ban.revoke': returns<{ readonly queued: boolean }>()(z.object({ id, reason: reasonText })),
  'ban.extensionDraft': returns<ExtensionDraft>()(z.object({ id })),
  'ban.extend': returns<{ readonly queued: boolean }>()(z.object({ id, reason: reasonText, duration })),
  'ban.approveExtension': returns<{ readonly queued: boolean }>()(z.object({ id })),
  'ban.rejectExtension': returns<{ readonly queued: boolean }>()(z.object({ id, reason: reasonText })),
  /** Takes back an extension that nobody has decided on. */
  'ban.withdrawExtension': returns<{ readonly queued: boolean }>()(z.object({ id })),
  /** Forgets a queued action that the feed refused. */
  'ban.discard': returns<void>()(z.object({ id })),
  'feed.status': returns<FeedStatus>()(z.object({})),
  /** The key is shown once and stored only as a hash. */
  'feed.addSubscriber': returns<{ readonly key: string; readonly url: string }>()(
    z.object({ name: z.string().trim().min(1).max(80) }),
  ),
  'feed.removeSubscriber': returns<void>()(z.object({ id })),
}

export type { BanState }
