import type { Role } from '../intents/people.ts'
import type { LedgerRecord } from '../record.ts'

export interface Person {
  /** Ed25519 public key, base64url. */
  readonly key: string
  readonly name: string
  /** What holds now: of somebody not yet admitted, `auditor` alone; of somebody removed, nothing. */
  readonly roles: readonly Role[]
  readonly enrolledAt: number
  readonly state: 'enrolled' | 'admitted' | 'removed'
  /** The invitation they came by; the founder of a team has none. */
  readonly invitation?: string
  readonly admittedBy?: string
}

export interface Invitation {
  readonly id: string
  readonly codeHash: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly inviter: string
  readonly expiresAt: number
  /** An open one is worthless all the same once its time is over. */
  readonly state: 'open' | 'used' | 'ended'
}

export interface PeopleLookup {
  person(key: string): Person | undefined
  invitation(id: string): Invitation | undefined
}

/** What one record changes: the person, the invitation, or both. */
export interface PeopleChange {
  readonly person?: Person
  readonly invitation?: Invitation
}

/** @returns what `record` changes, or `undefined` when it cannot follow or is about something else. */
export function advancePeople(before: PeopleLookup, record: LedgerRecord): PeopleChange | undefined {
  const { intent } = record
  const { subject } = intent
  switch (intent.kind) {
    case 'analyst.invited':
      if (before.invitation(subject)) return undefined
      return { invitation: { id: subject, ...intent.body, inviter: intent.author, state: 'open' } }
    case 'analyst.uninvited':
      return endInvitation(before.invitation(subject), 'ended')
    case 'analyst.enrolled':
      return enrolled(before, subject, intent.body, record.recordedAt)
    default:
      return changed(before.person(subject), record)
  }
}

function endInvitation(invitation: Invitation | undefined, state: 'used' | 'ended'): PeopleChange | undefined {
  return invitation?.state === 'open' ? { invitation: { ...invitation, state } } : undefined
}

interface Enrolment {
  readonly name: string
  readonly roles: readonly Role[]
  readonly invitation?: string | undefined
}

/** Without an invitation its roles hold at once: the founder's, and those of ledgers from before there were any. */
function enrolled(
  before: PeopleLookup,
  key: string,
  { name, roles, invitation }: Enrolment,
  enrolledAt: number,
): PeopleChange | undefined {
  if (invitation === undefined) return { person: { key, name, roles, enrolledAt, state: 'admitted' } }
  const used = endInvitation(before.invitation(invitation), 'used')
  const known = before.person(key)
  if (!used || (known && known.state !== 'removed')) return undefined
  return { ...used, person: { key, name, roles, enrolledAt, state: 'enrolled', invitation } }
}

function changed(person: Person | undefined, { intent }: LedgerRecord): PeopleChange | undefined {
  if (!person || person.state === 'removed') return undefined
  switch (intent.kind) {
    case 'analyst.admitted':
      if (person.state !== 'enrolled') return undefined
      return { person: { ...person, roles: intent.body.roles, state: 'admitted', admittedBy: intent.author } }
    case 'analyst.changed': {
      const { roles = person.roles, name = person.name } = intent.body
      if (person.state !== 'admitted') return undefined
      return { person: { ...person, roles, name } }
    }
    case 'analyst.removed':
      return { person: { ...person, roles: [], state: 'removed' } }
    default:
      return undefined
  }
}
