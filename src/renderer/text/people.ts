import { rolesFor, type AskedKind } from '../../contract/ledger/roles.ts'
import type { Role } from '../../contract/ledger/intents/people.ts'
import type { Team } from '../../contract/console/people.ts'

/** What a role lets somebody do, in the words of the card that gives it. */
export const roleWords: Readonly<Record<Role, string>> = {
  analyst: 'propose bans and extensions, withdraw their own, add to the whitelist, label sources, keep campaigns',
  approver: 'approve, reject and revoke bans of others, change and remove whitelist entries',
  publisher: 'invite and remove people, give roles, add and remove subscribers',
  auditor: 'read everything, change nothing',
}

const one: Readonly<Record<Role, string>> = {
  analyst: 'an analyst',
  approver: 'an approver',
  publisher: 'a publisher',
  auditor: 'an auditor',
}

/** Why this console may not ask for `kind`; `undefined` when it may, or when nobody knows yet. */
export const whyNot = (me: Team['me'] | undefined, kind: AskedKind): string | undefined => whyNotAs(me, rolesFor(kind))

/** The same for what is no matter of the ledger, such as the feed's subscribers. */
export function whyNotAs(me: Team['me'] | undefined, needed: readonly Role[]): string | undefined {
  if (me?.sealed !== undefined) return `${sentence(me.sealed)}.`
  if (!me || me.state === 'unknown') return undefined
  if (me.state === 'removed') return 'You were removed from the team: you can only read.'
  if (me.state === 'enrolled') return `A publisher must confirm you first: fingerprint ${me.fingerprint}.`
  if (needed.some((role) => me.roles.includes(role))) return undefined
  return `Only ${needed.map((role) => one[role]).join(' or ')} may do this; you are ${listed(me.roles)}.`
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** "an analyst and an auditor". */
const listed = (roles: readonly Role[]): string =>
  roles.length === 0 ? 'without a role' : roles.map((role) => one[role]).join(' and ')
