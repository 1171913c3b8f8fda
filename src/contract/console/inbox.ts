import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { BanRow } from './bans.ts'
import type { Escalation } from './proposing.ts'
import type { SourceRow, Verdict } from './vocabulary.ts'

/**
 * Where a source stands in the Inbox. `open`: it waits for somebody. `hidden`: the whitelist keeps it out of lists.
 * `banned`: its ban, or that of a range around it, is on its way or in force.
 */
export const inboxLists = ['open', 'done', 'snoozed', 'hidden', 'banned'] as const
export type InboxList = (typeof inboxLists)[number]

/** Risks that the Inbox is about, worst first: of anybody else nothing is known that would need a decision. */
export const inboxRisks = ['critical', 'high', 'medium', 'low'] as const
export type InboxRisk = (typeof inboxRisks)[number]

/** What was done is done until its source sends so many messages more, or as many again as it had sent, if that is more. */
export const newActivity = 100

/** Sources that one look at the Inbox goes through, worst first. */
export const mostLookedThrough = 20_000
/** Rows that one call gives. */
export const mostInboxRows = 500

export interface InboxSource extends SourceRow {
  readonly verdict: Verdict
  /** It was put away, and is still or was until something happened. UTC milliseconds. */
  readonly put?: { readonly mark: 'done' | 'snoozed'; readonly at: number; readonly until?: number }
  /** Why it is here again, in words. */
  readonly back?: string
}

export interface InboxSources {
  readonly list: InboxList
  /** The rows are of this risk alone. */
  readonly risk?: InboxRisk
  /** Gravest verdict first, then most messages. */
  readonly rows: readonly InboxSource[]
  /** Of everybody looked through. */
  readonly counts: Readonly<Record<InboxList, number>>
  /** How those of the list are divided. */
  readonly risks: Readonly<Record<InboxRisk, number>>
  /** When the first of those snoozed comes back. */
  readonly nextBack?: number
  /** False when there are more than `mostLookedThrough`: the counts are of the worst of them. */
  readonly complete: boolean
}

/** Where a decision about bans may stand. */
const decisionLists = ['open', 'done', 'snoozed'] as const
export type DecisionList = (typeof decisionLists)[number]

/** Something about bans that a person has to decide. `key` is what `inbox.mark` calls it. */
export type InboxDecision =
  /** A ban, or more time for one, that somebody proposed. */
  | { readonly kind: 'approve' | 'approve-extension'; readonly key: string; readonly ban: BanRow }
  /** It ends within a day, and its address attacks: more time may be proposed. */
  | {
      readonly kind: 'ending'
      readonly key: string
      readonly ban: BanRow
      readonly reason: string
      /** Milliseconds. */
      readonly duration: number
    }
  /** It was revoked, and its address attacks again. */
  | { readonly kind: 'regret'; readonly key: string; readonly ban: BanRow }
  /** Many of its hosts are banned or proposed. */
  | { readonly kind: 'range'; readonly key: string; readonly range: Escalation }

export interface InboxDecisions {
  readonly list: DecisionList
  /** In the order of the kinds above; approvals oldest first. At most 200. */
  readonly rows: readonly InboxDecision[]
  /** Proposals of whoever asks, which wait for somebody else. */
  readonly own: number
  readonly counts: Readonly<Record<DecisionList, number>>
}

/** For the figure in the rail. */
export interface InboxCount {
  readonly approvals: number
  readonly sources: number
  readonly complete: boolean
}

/** Key of whoever asks: what they proposed waits for others, unless the feed lets one person decide alone. */
const me = z.string().max(128).optional()
/** A source's address, a range, or the id of a ban. */
const subjects = z.array(z.string().min(1).max(64)).min(1).max(10_000)
/** A year ahead at most. */
const until = z.number().int().positive()

export const inboxCalls = {
  'inbox.sources': returns<InboxSources>()(
    z.object({
      list: z.enum(inboxLists).default('open'),
      risk: z.enum(inboxRisks).optional(),
      limit: z.number().int().min(1).max(mostInboxRows).default(100),
    }),
  ),
  'inbox.decisions': returns<InboxDecisions>()(z.object({ me, list: z.enum(decisionLists).default('open') })),
  'inbox.count': returns<InboxCount>()(z.object({ me })),
  /**
   * `done`: away until it does something of a new kind or much more of the same. `snoozed`: away until a time.
   * `open`: here again. `act` takes it back. What is neither a source, a range of banned hosts nor a ban is left out.
   */
  'inbox.mark': returns<{ readonly act: number; readonly changed: number }>()(
    z.discriminatedUnion('mark', [
      z.object({ subjects, mark: z.enum(['open', 'done']) }),
      z.object({ subjects, mark: z.literal('snoozed'), until }),
    ]),
  ),
  /** What stood before that act stands again. The last 20 acts can be taken back. */
  'inbox.undo': returns<{ readonly changed: number }>()(z.object({ act: z.number().int() })),
}
