import { z } from 'zod'
import { reason, whole } from './fields.ts'

export const whitelistAddition = z.object({
  /** One address or a CIDR range, canonical form. */
  value: z.string().min(2).max(64),
  reason,
  expiresAt: whole,
})
export type WhitelistAddition = z.infer<typeof whitelistAddition>

export const whitelistKinds = {
  'whitelist.added': whitelistAddition,
  'whitelist.removed': z.object({ reason }),
  'whitelist.expired': z.object({}),
}
