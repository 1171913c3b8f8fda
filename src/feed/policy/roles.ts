import type { Role } from '../../contract/ledger/intents/people.ts'
import type { Person } from '../../contract/ledger/life/people.ts'
import { rolesAllow, rolesFor, type AskedIntent } from '../../contract/ledger/roles.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'

/** @throws Refusal when `key` belongs to nobody who may speak. */
export function requirePerson({ people }: LedgerState, key: string): Person {
  const person = people.get(key)
  if (!person) throw new Refusal('unknown-author', 'this console’s key is not enrolled')
  if (person.state === 'removed') throw new Refusal('forbidden', `${person.name} was removed from the team`)
  return person
}

/** @throws Refusal when the author of `intent` has no role for it. */
export function requireRole(state: LedgerState, intent: AskedIntent): void {
  const person = requirePerson(state, intent.author)
  if (!rolesAllow(person.roles, intent)) throw missing(person, rolesFor(intent.kind))
}

/** @param why this act needs it, where its kind alone does not. @throws Refusal */
export function requireOneOf(state: LedgerState, key: string, roles: readonly Role[], why?: string): void {
  const person = requirePerson(state, key)
  if (!roles.some((role) => person.roles.includes(role))) throw missing(person, roles, why)
}

function missing({ name, state }: Person, roles: readonly Role[], why?: string): Refusal {
  const role = roles.join(' or ')
  if (state === 'enrolled')
    return new Refusal('forbidden', `${name} can only read until a publisher has compared the fingerprint`)
  const because = why === undefined ? '' : `: ${why}`
  return new Refusal('forbidden', `this needs the role ${role}, which ${name} does not have${because}`)
}
