import { z } from 'zod'

/** What becomes of proposals whose source never proved that it receives our answers. */
export const unprovenRules = ['confirm', 'forbid'] as const

const policy = z.object({
  solo: z.boolean(),
  holdSeconds: z.number().int().min(0).max(600),
  /** Absent: `confirm`. */
  unproven: z.enum(unprovenRules).optional(),
})
/** What the feed's operator has configured, as it stands in the ledger. */
export type Policy = z.infer<typeof policy>

export const policyKinds = { 'policy.changed': policy }
