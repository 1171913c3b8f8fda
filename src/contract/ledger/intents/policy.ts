import { z } from 'zod'
import { whole } from './fields.ts'

/** What becomes of proposals whose source never proved that it receives our answers. */
export const unprovenRules = ['confirm', 'forbid'] as const

const policy = z.object({
  solo: z.boolean(),
  holdSeconds: z.number().int().min(0).max(600),
  /** Absent: `confirm`. */
  unproven: z.enum(unprovenRules).optional(),
  /** The feed went on from a backup here. Subscribers may have been given list IDs up to this one, so the next is above. */
  restored: z.object({ listIdsAbove: whole }).optional(),
})
/** What the feed's operator has configured, as it stands in the ledger. */
export type Policy = z.infer<typeof policy>

export const policyKinds = { 'policy.changed': policy }
