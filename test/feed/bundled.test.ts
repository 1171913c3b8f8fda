import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
