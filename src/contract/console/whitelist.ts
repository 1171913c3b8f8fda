import { z } from 'zod'
import { instant } from '../ledger/intents/fields.ts'
import { matches, modes, type Match, type Mode } from '../ledger/intents/whitelist.ts'
import { returns } from '../rpc/table.ts'
import { reasonText, type BanState } from './vocabulary.ts'

export interface WhitelistEntry {
  readonly id: string
  /** In canonical form: an address or a CIDR range, or what `match` says. */
  readonly value: string
  readonly match: Match
  readonly mode: Mode
  readonly reason: string
  /** Who answers for it. */
  readonly owner: string
  readonly addedBy: string
  readonly addedAt: number
  readonly expiresAt: number
  /** `queued`: on its way to the feed. `refused`: the feed would not have it, so that it protects nothing; `error` says why. */
  readonly state: 'queued' | 'refused' | 'active' | 'expired' | 'removed'
  /** What was asked about it and is not recorded yet, or was refused: then `error` says why. */
  readonly pending?: 'change' | 'removal'
  readonly error?: string
}

/** Characters of what is looked for. */
export const mostSearched = 200

/** What can be changed of an entry. */
export type WhitelistTerms = Pick<WhitelistEntry, 'mode' | 'expiresAt'>

/** As many as one answer lists. */
export const mostEntriesListed = 5_000

export interface WhitelistList {
  /** What is on its way or was refused, then what is in force, then what ended; each newest first. */
  readonly entries: readonly WhitelistEntry[]
  /** How many there are of what was asked for; more than are listed, perhaps. */
  readonly found: number
  /** How many are in force, whatever was asked for. */
  readonly active: number
}

/** How one value stands to another: it holds the same, more (`around`), or a part (`inside`). */
export type WhitelistRelation = 'same' | 'around' | 'inside'

/** What the store holds of the sources that an entry is about. */
export interface WhitelistCovered {
  readonly sources: number
  /** Received from them. */
  readonly messages: number
  readonly dialogs: number
  /** Why they could not be counted. */
  readonly uncounted?: string
}

type BanNamed = { readonly id: string; readonly address: string }

/** What saving would do, counted on the store and the ledger as they are now. */
export interface WhitelistPreview extends WhitelistCovered {
  readonly value: string
  readonly match: Match
  readonly mode: Mode
  /** Why the feed would not take it from anybody. */
  readonly refused?: string
  /** Why only an approver may add it. */
  readonly approver?: string
  readonly withdraws: readonly BanNamed[]
  readonly revokes: readonly BanNamed[]
  /** Published ranges that lose the whitelisted part and stay on the list in these pieces. */
  readonly splits: readonly (BanNamed & { readonly into: readonly string[] })[]
  /** Entries in force or on their way that are the same, around it, or inside it, in this order; the first hundred. */
  readonly overlaps: readonly (WhitelistEntry & { readonly relation: WhitelistRelation })[]
  /** How many there are. */
  readonly overlapping: number
  /** Bundled lists in force that share an address with it. */
  readonly bundled: readonly {
    readonly list: string
    readonly mode: BundledListRow['mode']
    readonly count: number
    readonly first: BundledEntryRow
  }[]
}

/** Which entries overlap, and which bans they meet. */
export interface WhitelistOverlaps {
  /** `one` is around `other`, or the same. The first thousand. */
  readonly pairs: readonly { readonly one: WhitelistEntry; readonly other: WhitelistEntry; readonly same: boolean }[]
  readonly pairCount: number
  /** Bans on their way, on the list, or stopped by the whitelist before that. The first thousand. */
  readonly bans: readonly {
    readonly entry: WhitelistEntry
    readonly ban: BanNamed & { readonly state: BanState }
  }[]
  readonly banCount: number
}

/** What the feed would say to a proposal of an address now, as far as this console knows. */
export interface WhitelistVerdict {
  /** In canonical form. */
  readonly address: string
  /** `confirmed`: taken when the address is typed again. */
  readonly proposal: 'refused' | 'confirmed' | 'taken'
  /** Out of the way in lists. */
  readonly hidden: boolean
  /** Served to subscribers now, by a ban of it or of a range around it. */
  readonly listed: boolean
  readonly sentence: string
  /** Why, in words; the first one decides. */
  readonly reasons: readonly { readonly code: string; readonly words: string; readonly decides: boolean }[]
  /** Entries in force that it falls under. */
  readonly entries: readonly WhitelistEntry[]
  /** Bans on their way or on the list that share an address with it; the first hundred. */
  readonly bans: readonly (BanNamed & { readonly state: BanState })[]
  /** What was stored of it. */
  readonly seen: {
    readonly messages: number
    readonly userAgents: number
    readonly numbers: number
    readonly asn?: number
  }
}

/** A whitelist that comes with the program. */
export interface BundledListRow {
  readonly id: string
  readonly name: string
  /** `block`: bans are refused. `inform`: they need a second look. */
  readonly mode: 'block' | 'inform'
  /** The day on which it was compiled, `2026-11-23`. */
  readonly date: string
  readonly licence: string
  /** What banning one of these would do. */
  readonly note: string
  readonly count: number
  readonly publishers: readonly BundledPublisherRow[]
  /** Of the feed in use: its operator may switch some off. While the feed is away, what it does by default. */
  readonly enforced: boolean
}

export interface BundledPublisherRow {
  readonly name: string
  /** The operator's own publication, or the standard. */
  readonly url: string
  /** How old the copy is, or when the standard appeared: `2026-11-23` or `2010-01`. */
  readonly date: string
  /** From whose copy it was taken, where not from the publication itself. */
  readonly copy?: string
  readonly count: number
}

export interface BundledEntryRow {
  /** One address or a CIDR range, in canonical form. */
  readonly value: string
  /** The publisher's name. */
  readonly who: string
}

const value = z.string().trim().min(2, 'give a value').max(200)
const match = z.enum(matches).default('network')
const mode = z.enum(modes).default('block')
const id = z.string().min(1).max(64)
/** Milliseconds from now, one hour to one year. */
const duration = z
  .number()
  .int()
  .min(3_600_000)
  .max(366 * 86_400_000)

export const whitelistCalls = {
  /** `search`: an address or range that they overlap, or a part of value, reason or owner. */
  'whitelist.list': returns<WhitelistList>()(z.object({ search: z.string().trim().max(mostSearched).default('') })),
  'whitelist.bundled': returns<readonly BundledListRow[]>()(z.object({})),
  /** In the order of the list; `search` is an address or range that they overlap, or a part of value or publisher. */
  'whitelist.bundledEntries': returns<{ readonly total: number; readonly entries: readonly BundledEntryRow[] }>()(
    z.object({
      list: z.string().max(64),
      search: z.string().trim().max(100).default(''),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500).default(100),
    }),
  ),
  /** @param id of the entry that would be changed so */
  'whitelist.preview': returns<WhitelistPreview>()(z.object({ value, match, mode, id: id.optional() })),
  /** Of those that are in force or on their way to it. */
  'whitelist.covered': returns<readonly (WhitelistCovered & { readonly id: string })[]>()(
    z.object({ ids: z.array(id).max(200) }),
  ),
  'whitelist.overlaps': returns<WhitelistOverlaps>()(z.object({})),
  /** "Would 198.51.100.7 be banned?": also of a range. */
  'whitelist.test': returns<WhitelistVerdict>()(z.object({ address: value })),
  'whitelist.add': returns<{ readonly id: string; readonly queued: boolean }>()(
    z.object({ value, match, mode, reason: reasonText, duration, owner: z.string().trim().min(1).max(80).optional() }),
  ),
  /** Answers with what the entry then is: an undo names it as `was`, so that nobody else's change is lost with ours. */
  'whitelist.change': returns<{ readonly queued: boolean } & WhitelistTerms>()(
    z
      .object({
        ...{ id, reason: reasonText, duration: duration.optional(), mode: z.enum(modes).optional() },
        /** When it ends, in place of a duration: to put back what was. */
        expiresAt: instant.optional(),
        /** `conflict` when the entry is anything else by now. */
        was: z.object({ mode: z.enum(modes), expiresAt: instant }).optional(),
      })
      .refine(
        (change) => [change.duration, change.expiresAt, change.mode].some((each) => each !== undefined),
        'changes nothing',
      )
      .refine((change) => change.duration === undefined || change.expiresAt === undefined, 'ends twice'),
  ),
  'whitelist.remove': returns<{ readonly queued: boolean }>()(z.object({ id, reason: reasonText })),
}
