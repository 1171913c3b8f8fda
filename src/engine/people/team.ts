import type { PersonRow, Team } from '../../contract/console/people.ts'
import { advancePeople, type Invitation, type Person } from '../../contract/ledger/life/people.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { fingerprintOf, type Identity } from '../blacklist/feed/identity.ts'

/** What the ledger says of people, folded from its records. */
interface People {
  readonly persons: ReadonlyMap<string, Person>
  readonly invitations: ReadonlyMap<string, Invitation>
}

export function foldPeople(records: readonly LedgerRecord[]): People {
  const persons = new Map<string, Person>()
  const invitations = new Map<string, Invitation>()
  const before = { person: (key: string) => persons.get(key), invitation: (id: string) => invitations.get(id) }
  for (const record of records) {
    const { person, invitation } = advancePeople(before, record) ?? {}
    if (person) persons.set(person.key, person)
    if (invitation) invitations.set(invitation.id, invitation)
  }
  return { persons, invitations }
}

/** @param mine who this console is. @param now UTC milliseconds: an invitation whose time is over is not shown. */
export function teamOf(people: People, mine: Pick<Identity, 'key' | 'fingerprint' | 'place'>, now: number): Team {
  const { persons, invitations } = people
  const open = [...invitations.values()].filter(({ state, expiresAt }) => state === 'open' && expiresAt > now)
  const known = [...persons.values()].sort(inOrder)
  const me = persons.get(mine.key)
  return {
    me: {
      key: mine.key,
      fingerprint: mine.fingerprint,
      state: me?.state ?? 'unknown',
      roles: me?.roles ?? [],
      ...(mine.place.kept === 'sealed' && mine.place.why !== undefined ? { sealed: mine.place.why } : {}),
    },
    people: [
      ...open.map((each) => invitedRow(each, people)),
      ...known.map((each) => personRow(each, people, each.key === mine.key)),
    ],
  }
}

const places = { enrolled: 0, admitted: 1, removed: 2 } as const
const inOrder = (a: Person, b: Person): number =>
  places[a.state] - places[b.state] || a.name.localeCompare(b.name, 'en') || a.enrolledAt - b.enrolledAt

const nameIn = ({ persons }: People, key: string): string => persons.get(key)?.name ?? fingerprintOf(key)

function invitedRow({ id, name, roles, inviter, expiresAt }: Invitation, people: People): PersonRow {
  const invitedBy = nameIn(people, inviter)
  return { id, state: 'invited', name, roles: [], promised: roles, mine: false, invitedBy, expiresAt }
}

function personRow(person: Person, people: People, mine: boolean): PersonRow {
  const { key, state, name, roles, enrolledAt, admittedBy } = person
  const invitation = person.invitation === undefined ? undefined : people.invitations.get(person.invitation)
  return {
    ...{ id: key, key, fingerprint: fingerprintOf(key), state, name, roles, enrolledAt, mine },
    ...(invitation ? { promised: invitation.roles, invitedBy: nameIn(people, invitation.inviter) } : {}),
    ...(admittedBy === undefined ? {} : { admittedBy: nameIn(people, admittedBy) }),
  }
}
