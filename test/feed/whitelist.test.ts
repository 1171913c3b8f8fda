import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import type { BanProposal } from '../../src/contract/ledger/intents/ban.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'
import { verifyRecords } from '../../src/feed/ledger/verify.ts'
import { Refusal } from '../../src/feed/refusal.ts'
import { createAuthor, hour, proposalOf } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
const ada = createAuthor()

beforeEach(() => {
  harness = createHarness()
  harness.team(ada)
})
afterEach(() => {
  expect(verifyRecords(recordRows(harness.database)).fault).toBeUndefined()
  harness.close()
})

const ask = (kind: RecordKind, subject: string, body: unknown = {}): string =>
  refusalOf(() => harness.authority.admit(ada.intend(kind, subject, body)))

function published(address: string, changes: Partial<BanProposal> = {}): string {
  const id = randomUUID()
  expect(ask('ban.proposed', id, proposalOf(address, { confirmation: address, ...changes }))).toBe('admitted')
  ask('ban.approved', id)
  return id
}

function whitelist(value: string, more: object = {}): string {
  const id = randomUUID()
  const entry = { value, reason: 'our carrier', expiresAt: harness.clock.now() + 24 * hour, ...more }
  expect(ask('whitelist.added', id, entry)).toBe('admitted')
  return id
}

const entries = () => harness.authority.list.snapshot().entries
const listed = (): readonly string[] => entries().map(({ address }) => address)
const banOf = (id: string) => harness.ledger.state.bans.get(id) ?? expect.fail()

describe('a published range with a whitelisted host in it', () => {
  it('is split in one step: all but the host stays on the list, under new IDs, for the rest of its time', () => {
    const id = published('8.8.8.0/29')
    const { listId, expiresAt } = banOf(id)
    harness.clock.pass(hour)
    whitelist('8.8.8.3')
    expect(listed()).toEqual(['8.8.8.0/31', '8.8.8.2', '8.8.8.4/30'])
    for (const entry of entries()) {
      expect(entry).toMatchObject({ expiresAt, publishedAt: harness.clock.now() })
      expect(entry.listId).toBeGreaterThan(Number(listId))
      expect(banOf(entry.ban)).toMatchObject({ state: 'published', parent: id, proposer: ada.key, solo: true })
    }
    expect(banOf(id)).toMatchObject({ state: 'revoked', splitInto: entries().map(({ ban }) => ban) })
    expect(banOf(id).records.at(-1)?.intent).toMatchObject({ kind: 'ban.split', author: harness.ledger.signer?.key })
    harness = harness.reopen()
    expect(harness.ledger.fault).toBeUndefined()
    expect(listed()).toEqual(['8.8.8.0/31', '8.8.8.2', '8.8.8.4/30'])
    expect(harness.ledger.delisted).toMatchObject([{ ban: id, address: '8.8.8.0/29', why: 'split' }])
  })

  it('lives on in its parts: each can be split, extended and revoked by itself', () => {
    published('8.8.8.0/29')
    whitelist('8.8.8.3')
    whitelist('8.8.8.4/31')
    expect(listed().toSorted()).toEqual(['8.8.8.0/31', '8.8.8.2', '8.8.8.6/31'])
    const [first] = entries()
    ask('ban.revoked', first?.ban ?? '', { reason: 'a customer' })
    expect(listed()).toHaveLength(2)
    harness.clock.pass(24 * hour)
    expect(listed()).toEqual([])
  })

  it('of IPv6 leaves eighty parts of a /48', () => {
    published('2a00:1450::/48')
    whitelist('2a00:1450::99')
    expect(listed()).toHaveLength(80)
    expect(listed()).not.toContain('2a00:1450::99')
  })

  it('is revoked whole where nothing would remain, and stopped whole while it is not public', () => {
    const covered = published('8.8.8.0/29')
    whitelist('8.8.0.0/16')
    expect(banOf(covered)).toMatchObject({ state: 'revoked' })
    const proposed = randomUUID()
    ask('ban.proposed', proposed, proposalOf('9.9.9.0/29'))
    whitelist('9.9.9.3')
    expect(banOf(proposed).state).toBe('blocked')
    expect(listed()).toEqual([])
  })

  it('proposed anew is refused, naming what could be banned', () => {
    whitelist('8.8.8.3')
    const propose = () => harness.authority.admit(ada.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.0/29')))
    expect(propose).toThrow(Refusal)
    expect(propose).toThrow('without it remain 8.8.8.0/31, 8.8.8.2, 8.8.8.4/30')
  })
})

describe('an entry', () => {
  it.each([
    ['network', '8.8.8.8/24', 'bad-request'],
    ['network', 'AS64500', 'bad-request'],
    ['asn', 'AS64500', 'admitted'],
    ['asn', '64500', 'bad-request'],
    ['asn', 'AS0', 'bad-request'],
    ['user-agent', 'Monitor/1.0', 'admitted'],
    ['user-agent', ' x ', 'bad-request'],
    ['number', '+493012345', 'admitted'],
    ['number', '49301*', 'admitted'],
    ['number', '4*', 'bad-request'],
    ['number', '49 30', 'bad-request'],
  ])('of kind %s takes %s: %s', (match, value, outcome) => {
    const entry = { match, value, reason: 'our carrier', expiresAt: harness.clock.now() + hour }
    expect(ask('whitelist.added', randomUUID(), entry)).toBe(outcome)
  })

  it.each([
    ['asn', 'AS64500', { asn: 64_500 }, true],
    ['asn', 'AS64500', { asn: 64_501 }, false],
    ['asn', 'AS64500', undefined, false],
    ['user-agent', 'monitor/*', { userAgents: ['sipcli', 'Monitor/2'] }, true],
    ['user-agent', 'Monitor', { userAgents: ['Monitor/2'] }, false],
    ['number', '49301*', { numbers: ['49302', '4930199'] }, true],
    ['number', '49301', { numbers: ['4930199'] }, false],
  ])('of kind %s and value %s meets a source that showed %j: %s', (match, value, seen, meets) => {
    const before = published('8.8.8.8', seen ? { seen } : {})
    whitelist(value, { match })
    expect(banOf(before).state).toBe(meets ? 'revoked' : 'published')
    const again = proposalOf('9.9.9.9', seen ? { seen } : {})
    expect(ask('ban.proposed', randomUUID(), again)).toBe(meets ? 'whitelisted' : 'admitted')
  })

  it('that informs ends nothing, until it is changed to one that does', () => {
    const id = published('8.8.8.8')
    const entry = whitelist('8.8.8.8', { mode: 'inform' })
    expect(banOf(id).state).toBe('published')
    expect(ask('whitelist.changed', entry, { reason: 'it is ours', mode: 'hide' })).toBe('admitted')
    expect(banOf(id).state).toBe('revoked')
    expect(ask('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('whitelisted')
    expect(ask('whitelist.changed', entry, { reason: 'moved', mode: 'inform' })).toBe('admitted')
    const confirmed = proposalOf('8.8.8.8', { confirmation: '8.8.8.8' })
    expect(ask('ban.proposed', randomUUID(), confirmed)).toBe('admitted')
  })

  it('can be made to last longer or shorter, never to have ended', () => {
    const entry = whitelist('8.8.8.8')
    const { clock } = harness
    expect(ask('whitelist.changed', entry, { reason: 'still ours', expiresAt: clock.now() + 48 * hour })).toBe(
      'admitted',
    )
    clock.pass(24 * hour)
    expect(ask('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('whitelisted')
    expect(ask('whitelist.changed', entry, { reason: 'no more', expiresAt: clock.now() })).toBe('bad-request')
    expect(ask('whitelist.changed', entry, { reason: 'soon', expiresAt: clock.now() + hour })).toBe('admitted')
    clock.pass(hour)
    expect(ask('whitelist.changed', entry, { reason: 'again', expiresAt: clock.now() + hour })).toBe('wrong-state')
    expect(ask('ban.proposed', randomUUID(), proposalOf('8.8.8.8'))).toBe('admitted')
    expect(ask('whitelist.changed', 'nothing', { reason: 'again', mode: 'block' })).toBe('not-found')
  })
})

describe('an analyst alone', () => {
  const eve = createAuthor()
  const entry = (value: string, more: object = {}) => ({
    ...{ value, reason: 'our carrier', expiresAt: harness.clock.now() + hour },
    ...more,
  })
  const add = (value: string, more: object = {}, author = eve): string =>
    refusalOf(() => harness.authority.admit(author.intend('whitelist.added', randomUUID(), entry(value, more))))
  beforeEach(() => {
    harness.close()
    harness = createHarness()
    harness.team(ada, eve)
    expect(ask('analyst.changed', eve.key, { roles: ['analyst'] })).toBe('admitted')
  })

  it('stops what is not public yet, and cannot take a ban off the list that only an approver may revoke', () => {
    const id = published('8.8.8.8')
    const range = published('9.9.9.0/29')
    const proposed = randomUUID()
    ask('ban.proposed', proposed, proposalOf('8.8.4.4'))
    for (const value of ['8.8.8.8', '8.8.8.0/24', '9.9.9.3']) expect(add(value)).toBe('forbidden')
    expect(() => harness.authority.admit(eve.intend('whitelist.added', randomUUID(), entry('8.8.8.8')))).toThrow(
      /needs the role approver, .*: 1 published ban would fall/,
    )
    expect(add('8.8.8.8', { mode: 'inform' })).toBe('admitted')
    expect([banOf(id).state, banOf(range).state, banOf(proposed).state]).toEqual(['published', 'published', 'proposed'])
    expect(add('8.8.4.4')).toBe('admitted')
    expect(banOf(proposed).state).toBe('blocked')
    expect(add('8.8.8.8', {}, ada)).toBe('admitted')
    expect(banOf(id).state).toBe('revoked')
  })

  it.each([
    ['8.8.0.0/16', {}, 'admitted', 'admitted'],
    ['8.0.0.0/15', {}, 'forbidden', 'admitted'],
    ['8.0.0.0/15', { mode: 'inform' }, 'admitted', 'admitted'],
    ['8.0.0.0/8', {}, 'forbidden', 'admitted'],
    ['8.0.0.0/7', {}, 'too-wide', 'too-wide'],
    ['0.0.0.0/0', { mode: 'inform' }, 'too-wide', 'too-wide'],
    ['2a00:1450::/32', {}, 'admitted', 'admitted'],
    ['2a00:1450::/31', {}, 'forbidden', 'admitted'],
    ['2a00::/15', {}, 'too-wide', 'too-wide'],
    ['AS64500', { match: 'asn' }, 'forbidden', 'admitted'],
    ['AS64500', { match: 'asn', mode: 'inform' }, 'admitted', 'admitted'],
    ['scan*', { match: 'user-agent' }, 'admitted', 'admitted'],
    ['sca*', { match: 'user-agent' }, 'forbidden', 'admitted'],
    ['sca', { match: 'user-agent' }, 'admitted', 'admitted'],
    ['4930*', { match: 'number' }, 'admitted', 'admitted'],
    ['49*', { match: 'number' }, 'forbidden', 'admitted'],
  ])('adding %s %j: %s; an approver: %s', (value, more, alone, approver) => {
    expect(add(value, more)).toBe(alone)
    expect(add(value, more, ada)).toBe(approver)
  })
})

it('no entry ends more than 5,000 bans at once, also one that is changed', () => {
  harness.database.pragma('synchronous = OFF')
  const feed = harness.ledger.signer?.key ?? expect.fail()
  const now = harness.clock.now()
  const intents = Array.from({ length: 5001 }, (_, at) => ({
    signature: 'A'.repeat(86),
    intent: {
      ...{ version: 1 as const, id: randomUUID(), time: now, author: feed, subject: randomUUID() },
      ...{ kind: 'ban.proposed' as const, body: proposalOf(`45.${at >> 8}.${at & 255}.1`) },
    },
  }))
  harness.ledger.append(intents, now)
  const states = () => new Set([...harness.ledger.state.bans.values()].map(({ state }) => state))
  const entry = randomUUID()
  const wide = { value: '45.0.0.0/8', reason: 'everything', expiresAt: now + hour }
  expect(ask('whitelist.added', entry, wide)).toBe('too-wide')
  expect(ask('whitelist.added', entry, { ...wide, mode: 'inform' })).toBe('admitted')
  expect(ask('whitelist.changed', entry, { reason: 'all of it', mode: 'block' })).toBe('too-wide')
  expect(states()).toEqual(new Set(['proposed']))
  // They were not signed, which the check behind each test would find.
  harness.database.exec('DROP TRIGGER record_is_never_removed; DELETE FROM record WHERE seq > 0')
})
