import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseNetwork } from '../../src/contract/ledger/address.ts'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import { optionalLists } from '../../src/contract/ledger/bundled.ts'
import { createAuthority } from '../../src/feed/authority.ts'
import { createAuthor, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

/** What a list does that comes with a newer version of the feed, or is switched on again. */
const listsOn = { demo: false, own: [], bundled: optionalLists, ours: () => [] }
let harness: Harness
let ada: Author
let bob: Author

beforeEach(() => {
  harness = createHarness({ solo: false, holdSeconds: 60 })
  ada = createAuthor()
  bob = createAuthor()
  harness.team(ada, bob)
})
afterEach(() => harness.close())

const ask = (author: Author, kind: RecordKind, subject: string, body: unknown = {}): string =>
  refusalOf(() => harness.authority.admit(author.intend(kind, subject, body)))

function propose(address: string): string {
  const id = randomUUID()
  expect(ask(ada, 'ban.proposed', id, proposalOf(address, { confirmation: address }))).toBe('admitted')
  return id
}
const stateOf = (id: string) => harness.ledger.state.bans.get(id)?.state
const listed = (): readonly string[] => harness.authority.list.snapshot().entries.map(({ address }) => address)

it('stops what is on its way and takes off what is public, once; what only informs stays', () => {
  const [listedOne, held, proposed, inform] = ['8.8.8.8', '8.8.4.4', '1.1.1.1', '104.16.3.4'].map(propose)
  for (const id of [listedOne, inform]) expect(ask(bob, 'ban.approved', id ?? '')).toBe('admitted')
  harness.clock.pass(61_000)
  expect(ask(bob, 'ban.approved', held ?? '')).toBe('admitted')
  expect(listed()).toEqual(['8.8.8.8', '104.16.3.4'])
  harness = harness.reopen({ rules: listsOn })
  expect([listedOne, held, proposed, inform].map((id) => stateOf(id ?? ''))).toEqual([
    ...['revoked', 'blocked', 'blocked', 'published'],
  ])
  expect(listed()).toEqual(['104.16.3.4'])
  const records = harness.ledger.state.end.seq
  harness = harness.reopen({ rules: listsOn })
  expect(harness.ledger.state.end.seq).toBe(records)
})

describe('an address that the configuration protects now', () => {
  const protecting = (...own: readonly string[]) => ({
    rules: { ...listsOn, bundled: [], own: own.flatMap((text) => parseNetwork(text) ?? []) },
  })
  const reasonOf = (id: string) => {
    const body = harness.ledger.state.bans.get(id)?.records.at(-1)?.intent.body
    return body !== undefined && 'reason' in body ? body.reason : undefined
  }

  it('is taken off the list and stopped on its way, once, with the range as reason', () => {
    const [published, held, proposed, other] = ['11.1.0.1', '11.1.0.2', '11.1.0.3', '11.2.0.1'].map(propose)
    for (const id of [published, other]) expect(ask(bob, 'ban.approved', id ?? '')).toBe('admitted')
    harness.clock.pass(61_000)
    expect(ask(bob, 'ban.approved', held ?? '')).toBe('admitted')
    harness = harness.reopen(protecting('11.1.0.0/16'))
    expect([published, held, proposed, other].map((id) => stateOf(id ?? ''))).toEqual([
      ...['revoked', 'blocked', 'blocked', 'published'],
    ])
    expect(reasonOf(published ?? '')).toBe('11.1.0.1 lies in 11.1.0.0/16, the honeynet’s own')
    expect(listed()).toEqual(['11.2.0.1'])
    const records = harness.ledger.state.end.seq
    harness = harness.reopen(protecting('11.1.0.0/16'))
    expect(harness.ledger.state.end.seq).toBe(records)
  })

  it('leaves the rest of a range on the list, and its ledger verifies', () => {
    const id = propose('11.1.0.0/28')
    expect(ask(bob, 'ban.approved', id)).toBe('admitted')
    harness.clock.pass(61_000)
    harness = harness.reopen(protecting('11.1.0.4/30', '11.1.0.9'))
    expect(stateOf(id)).toBe('revoked')
    expect(listed()).toEqual(['11.1.0.0/30', '11.1.0.8', '11.1.0.10/31', '11.1.0.12/30'])
    harness = harness.reopen(protecting('11.1.0.4/30', '11.1.0.9'))
    expect(harness.ledger.fault).toBeUndefined()
  })
})

it('ends what a demo was allowed to ban, where it is no demo any more', () => {
  harness = harness.reopen({ rules: { ...listsOn, bundled: [], demo: true } })
  const id = propose('198.51.100.7')
  harness = harness.reopen({ rules: { ...listsOn, bundled: [] } })
  expect(stateOf(id)).toBe('blocked')
})

it('does so with the first record that a full disk takes again', () => {
  const id = propose('8.8.8.8')
  const { ledger, clock, database } = harness
  const policy = { solo: false, holdSeconds: 60, unproven: 'confirm' } as const
  const newer = createAuthority({ ledger, clock, log: pino({ level: 'silent' }), rules: listsOn, policy })
  database.pragma('query_only = ON')
  newer.start()
  expect(stateOf(id)).toBe('proposed')
  database.pragma('query_only = OFF')
  expect(refusalOf(() => newer.admit(bob.intend('ban.approved', id, {})))).toBe('wrong-state')
  expect(stateOf(id)).toBe('blocked')
  newer.stop()
})

it('bars an approval and a publication of what was proposed before', () => {
  const id = propose('9.9.9.9')
  expect(ask(bob, 'ban.approved', id)).toBe('admitted')
  harness = harness.reopen({ rules: listsOn })
  harness.clock.pass(120_000)
  expect(stateOf(id)).toBe('blocked')
  expect(listed()).toEqual([])
})
