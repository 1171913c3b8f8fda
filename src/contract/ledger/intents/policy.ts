import { z } from 'zod'

const policy = z.object({ solo: z.boolean(), holdSeconds: z.number().int().min(0).max(600) })
/** What the feed's operator has configured, as it stands in the ledger. */
export type Policy = z.infer<typeof policy>

export const policyKinds = { 'policy.changed': policy }
