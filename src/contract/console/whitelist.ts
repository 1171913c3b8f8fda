import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import { reasonText } from './vocabulary.ts'

export interface WhitelistEntry {
  readonly id: string
  /** One address or a CIDR range, in canonical form. */
  readonly value: string
  readonly reason: string
  readonly owner: string
  readonly addedAt: number
  readonly expiresAt: number
  readonly state: 'queued' | 'active' | 'expired' | 'removed'
  readonly error?: string
}

/** What saving would do, counted on the store and the ledger as they are now. */
export interface WhitelistPreview {
  readonly value: string
  readonly sources: number
  readonly messages: number
  readonly dialogs: number
  readonly withdraws: readonly { readonly id: string; readonly address: string }[]
  readonly revokes: readonly { readonly id: string; readonly address: string }[]
  /** Published ranges that lose the whitelisted part and stay on the list in these pieces. */
  readonly splits: readonly { readonly id: string; readonly address: string; readonly into: readonly string[] }[]
  /** Entries already covering it, or covered by it. */
  readonly overlaps: readonly WhitelistEntry[]
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

const value = z.string().trim().min(2).max(64)

export const whitelistCalls = {
  'whitelist.list': returns<readonly WhitelistEntry[]>()(z.object({})),
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
  'whitelist.preview': returns<WhitelistPreview>()(z.object({ value })),
  'whitelist.add': returns<{ readonly id: string; readonly queued: boolean }>()(
    z.object({
      value,
      reason: reasonText,
      /** Milliseconds, one hour to one year. */
      duration: z
        .number()
        .int()
        .min(3_600_000)
        .max(366 * 86_400_000),
    }),
  ),
  'whitelist.remove': returns<{ readonly queued: boolean }>()(z.object({ id: z.string().max(64), reason: reasonText })),
}
