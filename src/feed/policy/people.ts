import type { SignedIntent } from '../../contract/ledger/intent.ts'
import { longestInvitation } from '../../contract/ledger/invitation.ts'
import type { Person } from '../../contract/ledger/life/people.ts'
import type { AskedIntent } from '../../contract/ledger/roles.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import type { Judging } from './judging.ts'

export type PeopleIntent = Extract<AskedIntent, { kind: `analyst.${string}` }>

/** Forgiven, because a console counts the day from its own clock. */
const clockDifference = 60_000

/** @returns nothing: what people do to each other has no consequences of the feed's own. @throws Refusal */
export function judgePeople({ state, now }: Judging, intent: PeopleIntent): readonly SignedIntent[] {
  if (intent.kind === 'analyst.invited') judgeInvitation(state, intent, now)
  else if (intent.kind === 'analyst.uninvited') requireOpen(state, intent.subject)
  else judgePerson(state, intent)
  return []
}

function judgeInvitation(
  { invitations }: LedgerState,
  { subject, body }: Extract<PeopleIntent, { kind: 'analyst.invited' }>,
  now: number,
): void {
  if (invitations.has(subject)) throw new Refusal('wrong-state', `invitation ${subject} exists already`)
  if (body.expiresAt <= now) throw new Refusal('bad-request', 'the invitation would have expired already')
  if (body.expiresAt > now + longestInvitation + clockDifference)
    throw new Refusal('bad-request', 'an invitation is good for 24 hours at most')
  if ([...invitations.values()].some(({ codeHash }) => codeHash === body.codeHash))
    throw new Refusal('bad-request', 'that code was used before: make a new one')
}

function requireOpen({ invitations }: LedgerState, id: string): void {
  const invitation = invitations.get(id)
  if (!invitation) throw new Refusal('not-found', `there is no invitation ${id}`)
  if (invitation.state !== 'open') throw new Refusal('wrong-state', `the invitation is ${invitation.state} already`)
}

function judgePerson(
  state: LedgerState,
  intent: Exclude<PeopleIntent, { kind: 'analyst.invited' | 'analyst.uninvited' }>,
): void {
  const person = state.people.get(intent.subject)
  if (!person) throw new Refusal('not-found', 'nobody is enrolled with that key')
  if (intent.kind !== 'analyst.removed')
    requireState(person, intent.kind === 'analyst.admitted' ? 'enrolled' : 'admitted')
  else if (person.state === 'removed') throw new Refusal('wrong-state', `${person.name} was removed already`)
  const stays = intent.kind === 'analyst.changed' ? (intent.body.roles ?? person.roles).includes('publisher') : false
  if (intent.kind !== 'analyst.admitted' && !stays) requireAnotherPublisher(state, person)
}

function requireState({ name, state }: Person, wanted: Person['state']): void {
  if (state !== wanted) throw new Refusal('wrong-state', `${name} is ${state}`)
}

/** A team without a publisher could never again let anybody in or take anybody out. */
function requireAnotherPublisher({ people }: LedgerState, person: Person): void {
  const left = [...people.values()].some(({ key, roles }) => key !== person.key && roles.includes('publisher'))
  if (!left) throw new Refusal('forbidden', `${person.name} is the last publisher: make somebody else one first`)
}
