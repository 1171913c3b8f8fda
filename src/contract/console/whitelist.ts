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

const value = z.string().trim().min(2).max(64)

export const whitelistCalls = {
  'whitelist.list': returns<readonly WhitelistEntry[]>()(z.object({})),
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
