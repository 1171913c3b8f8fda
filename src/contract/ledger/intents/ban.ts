import { z } from 'zod'
import { instant, listId, preciseInstant, reason, whole } from './fields.ts'

export const proof = z.enum(['unproven', 'nonce', 'to-tag', 'tcp'])

export const evidence = z.object({
  time: preciseInstant,
  sensor: z.string().max(80),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  summary: z.string().max(300),
  role: z.enum(['first', 'worst', 'latest']),
})

/** Milliseconds on the list, counted from publication. */
const duration = whole.min(3_600_000).max(90 * 86_400_000)
const counts = z.object({ messages: whole, dialogs: whole, sensors: whole })

/** What the console saw of a source that a whitelist entry may be about; the feed knows addresses only. */
const seen = z.object({
  /** Number of its autonomous system. */
  asn: whole.max(0xffff_ffff).optional(),
  userAgents: z.array(z.string().max(200)).max(20).optional(),
  /** Numbers it called, without any prefix it tried. */
  numbers: z.array(z.string().max(64)).max(50).optional(),
})
export type Seen = z.infer<typeof seen>

/** Fields that came later are optional, never filled in: a record must read as it was signed. */
export const banProposal = z.object({
  /** One address, or a CIDR range no wider than /24 or /48; canonical form. */
  address: z.string().min(2).max(64),
  reason,
  duration,
  proof,
  counts,
  verdict: z.object({ severity: z.string().max(20), reasons: z.array(z.string().max(300)).max(3) }),
  evidence: z.array(evidence).max(20),
  /** The address, or the number of a bulk, typed again by hand: demanded where `review.ts` says so. */
  confirmation: z.string().max(64).optional(),
  /** How many bans were proposed in this one act, where it was more than one. */
  bulk: z.number().int().min(2).max(10_000).optional(),
  /** Made by the console's own watch, not by a hand. */
  automatic: z.literal(true).optional(),
  seen: seen.optional(),
})
export type BanProposal = z.infer<typeof banProposal>

const extension = z.object({
  reason,
  /** Counted from the moment it is approved; never shortens a ban. */
  duration,
  counts,
  evidence: z.array(evidence).max(20),
  automatic: z.literal(true).optional(),
})
export type BanExtension = z.infer<typeof extension>

/** What exactly the approver saw: the hash of the proposal's record. With it an approval fits nothing else, ever. */
const approval = z.object({
  proposal: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})

export const banKinds = {
  'ban.proposed': banProposal,
  'ban.approved': approval,
  'ban.rejected': z.object({ reason }),
  'ban.withdrawn': z.object({ reason: z.string().max(2000).default('') }),
  'ban.revoked': z.object({ reason }),
  'ban.held': z.object({ until: instant, solo: z.boolean() }),
  'ban.published': z.object({ listId, expiresAt: instant }),
  'ban.expired': z.object({}),
  'ban.blocked': z.object({ reason }),
  'ban.extension-proposed': extension,
  'ban.extension-approved': approval,
  'ban.extension-rejected': z.object({ reason }),
  'ban.extension-withdrawn': z.object({ reason: z.string().max(2000).optional() }),
  /** By the feed: listed again under a new, higher ID, because clients forget after their own time. */
  'ban.extended': z.object({ listId, expiresAt: instant, solo: z.boolean() }),
  /** By the feed: a whitelisted address leaves a published range, what remains stays on the list. Subject: the range. */
  'ban.split': z.object({
    reason,
    into: z
      .array(z.object({ ban: z.uuid(), address: z.string().min(2).max(64), listId }))
      .min(1)
      .max(128),
  }),
}
