import { z } from 'zod'
import { listId, reason, whole } from './fields.ts'

export const proof = z.enum(['unproven', 'nonce', 'to-tag', 'tcp'])

export const evidence = z.object({
  time: z.number(),
  sensor: z.string().max(80),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  summary: z.string().max(300),
  role: z.enum(['first', 'worst', 'latest']),
})

export const banProposal = z.object({
  /** One address, or a CIDR range no wider than /24 or /48; canonical form. */
  address: z.string().min(2).max(64),
  reason,
  /** Milliseconds on the list, counted from publication. */
  duration: whole.min(3_600_000).max(90 * 86_400_000),
  proof,
  counts: z.object({ messages: whole, dialogs: whole, sensors: whole }),
  verdict: z.object({ severity: z.string().max(20), reasons: z.array(z.string().max(300)).max(3) }),
  evidence: z.array(evidence).max(20),
  /** The address typed again by hand: demanded where the source is unproven. */
  confirmation: z.string().max(64).optional(),
})
export type BanProposal = z.infer<typeof banProposal>

export const banKinds = {
  'ban.proposed': banProposal,
  'ban.approved': z.object({}),
  'ban.rejected': z.object({ reason }),
  'ban.withdrawn': z.object({ reason: z.string().max(2000).default('') }),
  'ban.revoked': z.object({ reason }),
  'ban.held': z.object({ until: whole, solo: z.boolean() }),
  'ban.published': z.object({ listId, expiresAt: whole }),
  'ban.expired': z.object({}),
  'ban.blocked': z.object({ reason }),
}
