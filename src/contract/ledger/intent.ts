import { z } from 'zod'
import { banKinds } from './intents/ban.ts'
import { instant, publicKey } from './intents/fields.ts'
import { peopleKinds } from './intents/people.ts'
import { policyKinds } from './intents/policy.ts'
import { teamKinds } from './intents/team.ts'
import { whitelistKinds } from './intents/whitelist.ts'

/** What an author asks the feed to record, signed by that author. The feed adds sequence and chain (record.ts). */
const kinds = { ...banKinds, ...whitelistKinds, ...peopleKinds, ...policyKinds, ...teamKinds }
export type RecordKind = keyof typeof kinds
export type RecordBody<Kind extends RecordKind> = z.output<(typeof kinds)[Kind]>

export const isRecordKind = (kind: string): kind is RecordKind => Object.hasOwn(kinds, kind)

/** Kinds that only the feed itself may author. */
export const feedKinds: ReadonlySet<RecordKind> = new Set([
  'ban.held',
  'ban.published',
  'ban.expired',
  'ban.blocked',
  'ban.extended',
  'ban.split',
  'whitelist.expired',
  'analyst.enrolled',
  'policy.changed',
])

const base = {
  version: z.literal(1),
  /** Idempotency key: the same intent sent again yields the same record. */
  id: z.uuid(),
  time: instant,
  author: publicKey,
  /** What it is about: ban id, whitelist entry id, campaign id, analyst key, or `policy`. */
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
  variant('ban.extension-proposed'),
  variant('ban.extension-approved'),
  variant('ban.extension-rejected'),
  variant('ban.extension-withdrawn'),
  variant('ban.extended'),
  variant('ban.split'),
  variant('whitelist.added'),
  variant('whitelist.changed'),
  variant('whitelist.removed'),
  variant('whitelist.expired'),
  variant('analyst.invited'),
  variant('analyst.uninvited'),
  variant('analyst.enrolled'),
  variant('analyst.admitted'),
  variant('analyst.changed'),
  variant('analyst.removed'),
  variant('policy.changed'),
  variant('label.changed'),
  variant('campaign.created'),
  variant('campaign.changed'),
  variant('campaign.sources-added'),
  variant('campaign.sources-removed'),
  variant('campaign.removed'),
])
export type Intent = z.infer<typeof intent>

export const signedIntent = z.object({ intent, signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) })
export type SignedIntent = z.infer<typeof signedIntent>
