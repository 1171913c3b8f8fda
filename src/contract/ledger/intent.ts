import { z } from 'zod'

/**
 * What an author asks the feed to record, signed by that author. The feed adds sequence and chain (record.ts).
 * Times are UTC milliseconds, whole numbers, because they are signed as JSON.
 */
const time = z.number().int().nonnegative()
const reason = z.string().trim().min(3).max(2000)
const uuid = z.uuid()
/** Ed25519 public key, 32 bytes, base64url. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

export const roles = ['analyst', 'approver', 'publisher', 'auditor'] as const
export type Role = (typeof roles)[number]

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
  duration: time.min(3_600_000).max(90 * 86_400_000),
  proof,
  counts: z.object({ messages: time, dialogs: time, sensors: time }),
  verdict: z.object({ severity: z.string().max(20), reasons: z.array(z.string().max(300)).max(3) }),
  evidence: z.array(evidence).max(20),
  /** The address typed again by hand: demanded where the source is unproven. */
  confirmation: z.string().max(64).optional(),
})
export type BanProposal = z.infer<typeof banProposal>

export const whitelistAddition = z.object({
  /** One address or a CIDR range, canonical form. */
  value: z.string().min(2).max(64),
  reason,
  expiresAt: time,
})
export type WhitelistAddition = z.infer<typeof whitelistAddition>

const kinds = {
  'ban.proposed': banProposal,
  'ban.approved': z.object({}),
  'ban.rejected': z.object({ reason }),
  'ban.withdrawn': z.object({ reason: z.string().max(2000).default('') }),
  'ban.revoked': z.object({ reason }),
  'ban.held': z.object({ until: time, solo: z.boolean() }),
  'ban.published': z.object({ listId: z.string().regex(/^[1-9]\d{3,18}$/), expiresAt: time }),
  'ban.expired': z.object({}),
  'ban.blocked': z.object({ reason }),
  'whitelist.added': whitelistAddition,
  'whitelist.removed': z.object({ reason }),
  'whitelist.expired': z.object({}),
  'analyst.enrolled': z.object({ name: z.string().min(1).max(80), roles: z.array(z.enum(roles)).min(1) }),
  'policy.changed': z.object({ solo: z.boolean(), holdSeconds: z.number().int().min(0).max(600) }),
}
export type RecordKind = keyof typeof kinds
export type RecordBody<Kind extends RecordKind> = z.output<(typeof kinds)[Kind]>

/** Kinds that only the feed itself may author. */
export const feedKinds: ReadonlySet<RecordKind> = new Set([
  'ban.held',
  'ban.published',
  'ban.expired',
  'ban.blocked',
  'whitelist.expired',
  'analyst.enrolled',
  'policy.changed',
])

const base = {
  version: z.literal(1),
  /** Idempotency key: the same intent sent again yields the same record. */
  id: uuid,
  time,
  author: publicKey,
  /** What it is about: ban id, whitelist entry id, analyst key, or `policy`. */
  subject: z.string().min(1).max(64),
}

const variant = <Kind extends RecordKind>(kind: Kind) => z.object({ ...base, kind: z.literal(kind), body: kinds[kind] })

export const intent = z.discriminatedUnion('kind', [
  variant('ban.proposed'),
  variant('ban.approved'),
  variant('ban.rejected'),
  variant('ban.withdrawn'),
  variant('ban.revoked'),
  variant('ban.held'),
  variant('ban.published'),
  variant('ban.expired'),
  variant('ban.blocked'),
  variant('whitelist.added'),
  variant('whitelist.removed'),
  variant('whitelist.expired'),
  variant('analyst.enrolled'),
  variant('policy.changed'),
])
export type Intent = z.infer<typeof intent>

export const signedIntent = z.object({ intent, signature })
export type SignedIntent = z.infer<typeof signedIntent>
