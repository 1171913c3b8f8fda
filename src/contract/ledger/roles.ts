import type { Intent, RecordKind } from './intent.ts'
import type { Role } from './intents/people.ts'

/** What a console may ask for, and the roles of which one is needed. Everything else only the feed records. */
const needed = {
  'ban.proposed': ['analyst'],
  'ban.approved': ['approver'],
  'ban.rejected': ['approver'],
  // An analyst their own, an approver any.
  'ban.withdrawn': ['analyst', 'approver'],
  'ban.revoked': ['approver'],
  'ban.extension-proposed': ['analyst'],
  'ban.extension-approved': ['approver'],
  'ban.extension-rejected': ['approver'],
  'ban.extension-withdrawn': ['analyst', 'approver'],
  'whitelist.added': ['analyst'],
  'whitelist.changed': ['approver'],
  'whitelist.removed': ['approver'],
  'analyst.invited': ['publisher'],
  'analyst.uninvited': ['publisher'],
  'analyst.admitted': ['publisher'],
  'analyst.changed': ['publisher'],
  'analyst.removed': ['publisher'],
  'label.changed': ['analyst'],
  'campaign.created': ['analyst'],
  'campaign.changed': ['analyst'],
  'campaign.sources-added': ['analyst'],
  'campaign.sources-removed': ['analyst'],
  'campaign.removed': ['analyst'],
} as const satisfies Partial<Record<RecordKind, readonly Role[]>>

export type AskedKind = keyof typeof needed
export type AskedIntent = Extract<Intent, { kind: AskedKind }>

export const isAsked = (intent: Intent): intent is AskedIntent => Object.hasOwn(needed, intent.kind)

export const rolesFor = (kind: AskedKind): readonly Role[] => needed[kind]

/** May somebody with `roles` ask for `intent`? Whose ban or extension it is, is not looked at. */
export function rolesAllow(roles: readonly Role[], intent: AskedIntent): boolean {
  return isOwnName(intent) || needed[intent.kind].some((role) => roles.includes(role))
}

const isOwnName = ({ kind, author, subject, body }: AskedIntent): boolean =>
  kind === 'analyst.changed' && author === subject && body.roles === undefined
