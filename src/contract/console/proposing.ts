import { z } from 'zod'
import type { BanExtension } from '../ledger/intents/ban.ts'
import { returns } from '../rpc/table.ts'
import type { BanDraft, Concern } from './bans.ts'
import { reasonText } from './vocabulary.ts'

/** What one act proposes at most. */
export const mostProposed = 10_000
/** What one call drafts at most. */
export const mostDrafted = 20

export interface RefusedAddress extends Concern {
  readonly address: string
}

/** What would come of proposing many, looked at without gathering their evidence. */
export interface BulkCheck {
  /** Each once, in canonical form and in the order asked for: what can be proposed. */
  readonly free: readonly string[]
  readonly refused: readonly RefusedAddress[]
  /** Why their number must be typed, told of all together; empty when it need not be. */
  readonly concerns: readonly Concern[]
  readonly notes: readonly Concern[]
}

/** A published ban in its last day whose address attacked after it came onto the list, and what to propose. */
export interface AttackingAgain {
  readonly ban: string
  readonly extension: BanExtension
}

export interface Escalations {
  /** Hosts that it takes. */
  readonly enough: number
  readonly ranges: readonly Escalation[]
}

export interface WatchFound {
  /** Published bans in their last day for which nobody has proposed more time. */
  readonly ending: number
  readonly again: readonly AttackingAgain[]
}

/** A network of which many hosts are banned or proposed: a person may propose it as a whole, nobody else does. */
export interface Escalation {
  /** /24 of IPv4, /48 of IPv6. */
  readonly address: string
  /** That proved their address. */
  readonly hosts: number
  /** The first of them. */
  readonly named: readonly string[]
  /** To propose it with. */
  readonly reason: string
}

/** What has come of an act on many. */
export interface ManyBans {
  readonly job: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  /** `gathering`: their evidence, nothing is proposed yet. `sending`: all are signed and stored, the feed gets one by one. */
  readonly phase: 'gathering' | 'sending'
  /** In this phase. */
  readonly done: number
  readonly of: number
  /** Recorded by the feed. */
  readonly recorded: number
  /** On their way: the feed is away. */
  readonly queued: number
  readonly refused: readonly RefusedAddress[]
  /** One sentence, once it has ended. */
  readonly outcome?: string
}

const addresses = z.array(z.string().min(1).max(64)).min(1)
/** Milliseconds on the list, one hour to 90 days. */
const duration = z
  .number()
  .int()
  .min(3_600_000)
  .max(90 * 86_400_000)
const job = z.number().int()

/** Proposing many bans in one act. */
export const proposingCalls = {
  'ban.check': returns<BulkCheck>()(z.object({ addresses: addresses.max(mostProposed) })),
  /** As `ban.draft`, of several; what is no address is left out. */
  'ban.drafts': returns<readonly BanDraft[]>()(z.object({ addresses: addresses.max(mostDrafted) })),
  /** Most hosts first. Topic `bans` says when to read it again. */
  'bans.escalations': returns<Escalations>()(z.object({})),
  /** For the watch that proposes more time by itself; empty while nobody attacks again. */
  'bans.again': returns<WatchFound>()(z.object({})),
  /**
   * Begins a job. All that can be proposed is signed and stored at once, or, when the job is cancelled before that,
   * nothing; then the feed gets one by one. What is refused, here or there, is told and stops nothing else.
   */
  'ban.proposeMany': returns<{ readonly job: number }>()(
    z.object({
      addresses: addresses.max(mostProposed),
      reason: reasonText,
      /** Without it each gets what policy suggests: longer for those that were banned before. */
      duration: duration.optional(),
      /** Their number, typed, where `ban.check` had concerns; of a single one its address. */
      confirmation: z.string().max(64).optional(),
    }),
  ),
  /** `not-found` when it is too long ago. Topic `jobs` says when to read it again. */
  'ban.many': returns<ManyBans>()(z.object({ job })),
  /** Begins a job that takes back what was proposed in another one, as far as nobody has decided on it. */
  'ban.withdrawMany': returns<{ readonly job: number }>()(z.object({ job })),
}
