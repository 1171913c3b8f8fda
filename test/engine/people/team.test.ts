import { describe, expect, it } from 'vitest'
import type { LedgerRecord } from '../../../src/contract/ledger/record.ts'
import type { RecordKind } from '../../../src/contract/ledger/intent.ts'
import { fingerprintOf } from '../../../src/engine/blacklist/feed/identity.ts'
import { foldPeople, teamOf } from '../../../src/engine/people/team.ts'
import { createAuthor, type Author } from '../../support/ledger-client.ts'

const [feed, ada, bob] = [createAuthor(), createAuthor(), createAuthor()]
const now = 1_700_000_000_000

/** Records as the mirror holds them; the chain is another test's matter. */
const ledger = (...steps: readonly [Author, RecordKind, string, unknown][]): LedgerRecord[] =>
  steps.map(([author, kind, subject, body], at) => ({
    ...author.intend(kind, subject, body),
    seq: at + 1,
    recordedAt: now + at,
    previous: '',
    hash: '',
  }))

const founded: [Author, RecordKind, string, unknown] = [
  feed,
  'analyst.enrolled',
  ada.key,
  { name: 'Ada', roles: ['analyst', 'approver', 'publisher'] },
]
const invited = (expiresAt: number): [Author, RecordKind, string, unknown] => [
  ada,
  'analyst.invited',
  'invitation',
  { codeHash: 'ab'.repeat(32), name: 'Bob', roles: ['analyst'], expiresAt },
]
const enrolled: [Author, RecordKind, string, unknown] = [
  feed,
  'analyst.enrolled',
  bob.key,
  { name: 'Bob', roles: ['auditor'], invitation: 'invitation' },
]
const teamFor = ({ key }: Author, records: readonly LedgerRecord[], at = now) =>
  teamOf(foldPeople(records), { key, fingerprint: fingerprintOf(key), place: { kept: 'file' } }, at)

describe('the team, as the ledger says', () => {
  it('shows an invitation while it can be used, with what it will give', () => {
    const records = ledger(founded, invited(now + 1000))
    expect(teamFor(ada, records).people).toMatchObject([
      { state: 'invited', name: 'Bob', promised: ['analyst'], roles: [], invitedBy: 'Ada' },
      { state: 'admitted', name: 'Ada', mine: true },
    ])
    expect(teamFor(ada, records, now + 1000).people.map(({ name }) => name)).toEqual(['Ada'])
  })

  it('puts who must be confirmed in front, and gives them reading alone until somebody did', () => {
    const records = ledger(founded, invited(now + 1000), enrolled)
    const { me, people } = teamFor(bob, records)
    expect(people.map(({ name, state }) => [name, state])).toEqual([
      ['Bob', 'enrolled'],
      ['Ada', 'admitted'],
    ])
    expect(me).toMatchObject({ state: 'enrolled', roles: ['auditor'], fingerprint: people[0]?.fingerprint })
  })

  it('gives the roles that a publisher signed, until somebody is removed', () => {
    const admitted: [Author, RecordKind, string, unknown] = [ada, 'analyst.admitted', bob.key, { roles: ['analyst'] }]
    const { me, people } = teamFor(bob, ledger(founded, invited(now + 1000), enrolled, admitted))
    expect(me).toMatchObject({ state: 'admitted', roles: ['analyst'] })
    expect(people.find(({ mine }) => mine)).toMatchObject({ invitedBy: 'Ada', admittedBy: 'Ada' })
    const removed: [Author, RecordKind, string, unknown] = [ada, 'analyst.removed', bob.key, { reason: 'left' }]
    const gone = teamFor(bob, ledger(founded, invited(now + 1000), enrolled, admitted, removed))
    expect(gone.me).toMatchObject({ state: 'removed', roles: [] })
  })

  it('knows nothing of a console that no feed has recorded', () => {
    const { me } = teamFor(bob, ledger(founded))
    expect(me).toMatchObject({ state: 'unknown', roles: [] })
  })
})
