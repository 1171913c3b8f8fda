import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import { createAuthor, hour, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
const ada = createAuthor()
const bob = createAuthor()

function begin(solo: boolean): void {
  harness = createHarness({ solo })
  harness.team(ada, bob)
}
beforeEach(() => begin(false))
afterEach(() => harness.close())

const ask = (author: Author, kind: RecordKind, subject: string, body: unknown = {}): string =>
  refusalOf(() => harness.authority.admit(author.intend(kind, subject, body)))

function published(address: string, by = ada, approver = bob): string {
  const id = randomUUID()
  ask(by, 'ban.proposed', id, proposalOf(address))
  ask(approver, 'ban.approved', id)
  return id
}

const extension = (duration = 48 * hour) => ({
  duration,
  reason: 'it came back',
  counts: { messages: 9, dialogs: 3, sensors: 1 },
  evidence: [],
})
const banOf = (id: string) => harness.ledger.state.bans.get(id) ?? expect.fail()
const entries = () => harness.authority.list.snapshot().entries

describe('an extension', () => {
  it('lists the ban again under a new, higher ID, for the time that was approved', () => {
    const id = published('8.8.8.8')
    const before = banOf(id)
    harness.clock.pass(20 * hour)
    expect(ask(ada, 'ban.extension-proposed', id, extension())).toBe('admitted')
    harness.clock.pass(1)
    expect(banOf(id)).toMatchObject({ state: 'published', expiresAt: before.expiresAt, listId: before.listId })
    expect(ask(bob, 'ban.extension-approved', id)).toBe('admitted')
    const [entry] = entries()
    expect(entry).toMatchObject({
      ban: id,
      expiresAt: harness.clock.now() + 48 * hour,
      publishedAt: harness.clock.now(),
    })
    expect(entry?.listId).toBeGreaterThan(Number(before.listId))
    expect(banOf(id)).toMatchObject({ solo: false })
    expect(banOf(id).extension).toBeUndefined()
    harness.clock.pass(47 * hour)
    harness = harness.reopen()
    expect(entries()).toEqual([entry])
    expect(harness.ledger.delisted).toMatchObject([{ ban: id, listId: Number(before.listId), why: 'extended' }])
    harness.clock.pass(hour)
    expect([banOf(id).state, entries()]).toEqual(['expired', []])
  })

  it('never shortens a ban', () => {
    const id = published('8.8.8.8')
    const { expiresAt } = banOf(id)
    ask(ada, 'ban.extension-proposed', id, extension(hour))
    ask(bob, 'ban.extension-approved', id)
    expect(banOf(id).expiresAt).toBe(expiresAt)
  })

  it('needs another pair of eyes than the one that proposed it, whoever approved the ban', () => {
    const id = published('8.8.8.8')
    ask(bob, 'ban.extension-proposed', id, extension())
    expect(ask(bob, 'ban.extension-approved', id)).toBe('four-eyes')
    expect(ask(ada, 'ban.extension-approved', id)).toBe('admitted')
  })

  it('is stamped where one person was enough', () => {
    harness.close()
    begin(true)
    const id = published('8.8.8.8')
    ask(ada, 'ban.extension-proposed', id, extension())
    expect(ask(ada, 'ban.extension-approved', id)).toBe('admitted')
    expect(banOf(id).solo).toBe(true)
  })

  it('is one at a time, and can be rejected or taken back', () => {
    const id = published('8.8.8.8')
    expect(ask(bob, 'ban.extension-approved', id)).toBe('wrong-state')
    ask(ada, 'ban.extension-proposed', id, extension())
    expect(ask(bob, 'ban.extension-proposed', id, extension())).toBe('wrong-state')
    expect(ask(bob, 'ban.extension-rejected', id, { reason: 'long enough' })).toBe('admitted')
    expect(ask(bob, 'ban.extension-approved', id)).toBe('wrong-state')
    ask(ada, 'ban.extension-proposed', id, extension())
    expect(ask(ada, 'ban.extension-withdrawn', id)).toBe('admitted')
    expect(banOf(id).extension).toBeUndefined()
    expect(entries()).toHaveLength(1)
  })

  it('is only for what is published, and ends with it', () => {
    const id = randomUUID()
    ask(ada, 'ban.proposed', id, proposalOf('8.8.8.8'))
    expect(ask(ada, 'ban.extension-proposed', id, extension())).toBe('wrong-state')
    ask(bob, 'ban.approved', id)
    ask(ada, 'ban.extension-proposed', id, extension())
    harness.clock.pass(24 * hour)
    expect(banOf(id).state).toBe('expired')
    expect(ask(bob, 'ban.extension-approved', id)).toBe('wrong-state')
    expect(ask(ada, 'ban.extension-proposed', 'nothing', extension())).toBe('not-found')
  })

  it('cannot bring back what a clock, not yet awake, has ended', () => {
    const id = published('8.8.8.8')
    ask(ada, 'ban.extension-proposed', id, extension())
    harness.clock.set(harness.clock.now() + 25 * hour)
    expect(ask(bob, 'ban.extension-approved', id)).toBe('wrong-state')
    expect([banOf(id).state, entries()]).toEqual(['expired', []])
  })
})

describe('automation', () => {
  it('leaves a revoked address, and what holds or is in it, alone for a day; people need not', () => {
    const id = published('8.8.8.8')
    ask(bob, 'ban.revoked', id, { reason: 'a customer' })
    const automatic = (address: string) =>
      ask(ada, 'ban.proposed', randomUUID(), proposalOf(address, { automatic: true }))
    expect([automatic('8.8.8.8'), automatic('8.8.8.0/28')]).toEqual(['cooldown', 'cooldown'])
    expect(automatic('8.8.8.9')).toBe('admitted')
    harness.clock.pass(23 * hour)
    harness = harness.reopen()
    expect(automatic('8.8.8.8')).toBe('cooldown')
    harness.clock.pass(hour + 1000)
    expect(automatic('8.8.8.8')).toBe('admitted')
    const other = published('9.9.9.9')
    ask(bob, 'ban.revoked', other, { reason: 'a customer' })
    expect(ask(ada, 'ban.proposed', randomUUID(), proposalOf('9.9.9.9'))).toBe('admitted')
  })

  it('bans nobody again and again who is whitelisted for a while: a week of tries every hour', () => {
    const id = published('8.8.8.8')
    const expiresAt = harness.clock.now() + 72 * hour
    ask(ada, 'whitelist.added', randomUUID(), { value: '8.8.8.0/24', reason: 'our carrier', expiresAt })
    expect(banOf(id).state).toBe('revoked')
    for (let at = 0; at < 7 * 24; at += 1) {
      harness.clock.pass(hour)
      ask(ada, 'ban.proposed', randomUUID(), proposalOf('8.8.8.8', { automatic: true }))
    }
    const bans = [...harness.ledger.state.bans.values()].map(({ state }) => state)
    expect(bans).toEqual(['revoked', 'proposed'])
    expect(entries()).toEqual([])
  })
})

describe('a second look', () => {
  const propose = (changes: Parameters<typeof proposalOf>[1], address = '8.8.8.8') =>
    ask(ada, 'ban.proposed', randomUUID(), proposalOf(address, changes))

  it('is demanded for more than 25 at once: their number, nothing else', () => {
    expect(propose({ bulk: 26 })).toBe('confirmation')
    expect(propose({ bulk: 26, confirmation: '8.8.8.8' })).toBe('confirmation')
    expect(propose({ bulk: 26, confirmation: '25' })).toBe('confirmation')
    expect(propose({ bulk: 26, confirmation: ' 26 ' })).toBe('admitted')
    expect(propose({ bulk: 25 }, '8.8.4.4')).toBe('admitted')
  })

  it('in a small bulk is given by either', () => {
    expect(propose({ bulk: 3, proof: 'unproven' })).toBe('confirmation')
    expect(propose({ bulk: 3, proof: 'unproven', confirmation: '3' })).toBe('admitted')
    expect(propose({ bulk: 3, proof: 'unproven', confirmation: '8.8.4.4' }, '8.8.4.4')).toBe('admitted')
    expect(propose({ proof: 'unproven', confirmation: '1' }, '9.9.9.9')).toBe('confirmation')
  })

  it('is demanded under an entry that informs', () => {
    const expiresAt = harness.clock.now() + hour
    const entry = { value: '8.8.0.0/16', reason: 'a public resolver', expiresAt, mode: 'inform' }
    expect(ask(ada, 'whitelist.added', randomUUID(), entry)).toBe('admitted')
    expect(propose({})).toBe('confirmation')
    expect(propose({ confirmation: '8.8.8.8' })).toBe('admitted')
    harness.clock.pass(hour)
    expect(propose({}, '8.8.4.4')).toBe('admitted')
  })

  it('does not help where the policy forbids unproven sources', () => {
    harness = harness.reopen({ unproven: 'forbid' })
    expect(harness.ledger.state.policy).toEqual({ solo: false, holdSeconds: 0, unproven: 'forbid' })
    expect(propose({ proof: 'unproven', confirmation: '8.8.8.8' })).toBe('forbidden')
    expect(propose({})).toBe('admitted')
    const records = harness.ledger.records()
    harness = harness.reopen({ unproven: 'forbid' })
    expect(harness.ledger.records()).toBe(records)
    harness = harness.reopen({ unproven: 'confirm' })
    expect(propose({ proof: 'unproven', confirmation: '8.8.4.4' }, '8.8.4.4')).toBe('admitted')
  })

  it('once the policy forbids unproven sources lets none go a step further, by approval, hold or more time', () => {
    const unproven = (address: string): string => {
      const id = randomUUID()
      const proposal = proposalOf(address, { proof: 'unproven', confirmation: address })
      expect(ask(ada, 'ban.proposed', id, proposal)).toBe('admitted')
      return id
    }
    const [listed, waiting, proposed, held] = ['8.8.8.8', '8.8.4.4', '9.9.9.9', '1.0.0.1'].map(unproven)
    for (const id of [listed, waiting]) expect(ask(bob, 'ban.approved', id ?? '')).toBe('admitted')
    expect(ask(ada, 'ban.extension-proposed', waiting ?? '', extension())).toBe('admitted')
    harness = harness.reopen({ holdSeconds: 60 })
    expect(ask(bob, 'ban.approved', held ?? '')).toBe('admitted')
    harness = harness.reopen({ holdSeconds: 60, unproven: 'forbid' })
    expect(ask(ada, 'ban.extension-proposed', listed ?? '', extension())).toBe('forbidden')
    expect(ask(bob, 'ban.extension-approved', waiting ?? '')).toBe('forbidden')
    expect(ask(bob, 'ban.approved', proposed ?? '')).toBe('forbidden')
    harness.clock.pass(60_000)
    expect(banOf(held ?? '').state).toBe('blocked')
    expect(banOf(listed ?? '').state).toBe('published')
    harness.clock.pass(24 * hour)
    expect(entries()).toEqual([])
  })
})
