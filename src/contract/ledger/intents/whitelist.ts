import { z } from 'zod'
import { instant, reason } from './fields.ts'

/** What an entry is about: an address or range, or what was seen of a source. */
export const matches = ['network', 'asn', 'user-agent', 'number'] as const
export type Match = (typeof matches)[number]

/**
 * `block` (what an entry without a mode means): never proposed, never published. `hide`: as block, and out of the way in
 * lists. `inform`: bans need a confirmation.
 */
export const modes = ['block', 'inform', 'hide'] as const
export type Mode = (typeof modes)[number]

export const whitelistAddition = z.object({
  /** What `match` says; without it one address or a CIDR range, canonical form. */
  value: z.string().min(2).max(200),
  reason,
  expiresAt: instant,
  match: z.enum(matches).optional(),
  mode: z.enum(modes).optional(),
  /** Who answers for it, where that is not its author. */
  owner: z.string().trim().min(1).max(80).optional(),
})
export type WhitelistAddition = z.infer<typeof whitelistAddition>

export const whitelistKinds = {
  'whitelist.added': whitelistAddition,
  'whitelist.changed': z
    .object({ reason, expiresAt: instant.optional(), mode: z.enum(modes).optional() })
    .refine(({ expiresAt, mode }) => expiresAt !== undefined || mode !== undefined, 'changes nothing'),
  'whitelist.removed': z.object({ reason }),
  'whitelist.expired': z.object({}),
}
