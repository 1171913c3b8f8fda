import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseNetwork } from '../../src/contract/ledger/address.ts'
import { createAuthor, hour, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, createTestClock, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
let ada: Author

beforeEach(() => {
  harness = createHarness({ holdSeconds: 60 })
  ada = createAuthor()
  harness.team(ada)
})
afterEach(() => harness.close())

function approve(address: string): string {
  const id = randomUUID()
  harness.authority.admit(ada.intend('ban.proposed', id, proposalOf(address)))
  harness.authority.admit(ada.intend('ban.approved', id, {}))
  return id
}

const banOf = (id: string) => harness.ledger.state.bans.get(id)
const listed = (): readonly string[] => harness.authority.list.snapshot().entries.map(({ address }) => address)

describe('a ban’s life', () => {
  it('is held, published, and expires, each in its time', () => {
    const id = approve('8.8.8.8')
    const approved = harness.clock.now()
    expect(banOf(id)).toMatchObject({ state: 'held', holdUntil: approved + 60_000 })
    harness.clock.pass(59_999)
    expect([banOf(id)?.state, listed()]).toEqual(['held', []])
    harness.clock.pass(1)
    expect([banOf(id)?.state, listed()]).toEqual(['published', ['8.8.8.8']])
    harness.clock.pass(24 * hour - 1)
    expect(listed()).toEqual(['8.8.8.8'])
    harness.clock.pass(1)
    expect([banOf(id)?.state, listed()]).toEqual(['expired', []])
    expect(banOf(id)?.records.map(({ intent }) => intent.kind)).toEqual([
      'ban.proposed',
      'ban.approved',
      'ban.held',
      'ban.published',
      'ban.expired',
    ])
  })

  it('makes the list anew only when what is public has changed', () => {
    const id = approve('8.8.8.8')
    harness.clock.pass(60_000)
    const published = harness.authority.list.snapshot()
    approve('9.9.9.9')
    harness.authority.admit(ada.intend('ban.extension-proposed', id, proposalOf('8.8.8.8')))
    expect(harness.authority.list.snapshot()).toBe(published)
    harness.authority.admit(ada.intend('ban.extension-approved', id, {}))
    expect(harness.authority.list.snapshot()).not.toBe(published)
    const extended = harness.authority.list.snapshot()
    harness.clock.pass(60_000)
    expect(harness.authority.list.snapshot()).not.toBe(extended)
    expect(listed()).toEqual(['8.8.8.8', '9.9.9.9'])
  })

  it('is held as long as promised although judging takes time', () => {
    harness.close()
    const clock = createTestClock()
    harness = createHarness({ holdSeconds: 60, clock: { ...clock, now: () => (clock.pass(2), clock.now()) } })
    harness.team(ada)
    const id = approve('8.8.8.8')
    const approved = banOf(id)?.records.find(({ intent }) => intent.kind === 'ban.approved')
    expect(banOf(id)?.holdUntil).toBe((approved?.recordedAt ?? NaN) + 60_000)
  })

  it('can be undone inside its hold and was never public then', () => {
    const id = approve('8.8.8.8')
    harness.clock.pass(59_999)
    harness.authority.admit(ada.intend('ban.withdrawn', id, {}))
    harness.clock.pass(hour)
    expect([banOf(id)?.state, banOf(id)?.listId, listed()]).toEqual(['withdrawn', undefined, []])
  })

  it('goes on where a stop interrupted it', () => {
    const held = approve('8.8.8.8')
    const lasting = approve('9.9.9.9')
    harness = harness.reopen()
    expect(banOf(held)?.state).toBe('held')
    harness.clock.set(harness.clock.now() + hour)
    harness = harness.reopen()
    expect([banOf(held)?.state, banOf(lasting)?.state]).toEqual(['published', 'published'])
    harness.clock.set(harness.clock.now() + 24 * hour)
    harness = harness.reopen()
    expect([banOf(held)?.state, listed()]).toEqual(['expired', []])
  })

  it('is stopped at publication when the honeynet has grown meanwhile', () => {
    const id = approve('8.8.8.8')
    harness = harness.reopen({ rules: { demo: false, own: [parseNetwork('8.8.8.8') ?? expect.fail()] } })
    harness.clock.pass(60_000)
    expect(banOf(id)?.state).toBe('blocked')
    expect(banOf(id)?.records.at(-1)?.intent.body).toMatchObject({ reason: expect.stringContaining('own') as string })
  })

  it('leaves the list when its time is over although the ledger cannot record that', () => {
    approve('8.8.8.8')
    harness.clock.pass(60_000)
    harness.database.pragma('query_only = ON')
    harness.clock.pass(24 * hour)
    expect(listed()).toEqual([])
    harness.database.pragma('query_only = OFF')
    harness.clock.pass(10_000)
    expect([...harness.ledger.state.bans.values()].map(({ state }) => state)).toEqual(['expired'])
  })
})

it('hides what is over while the clock says so, and no longer when it is set right', () => {
  approve('8.8.8.8')
  harness.clock.pass(60_000)
  const right = harness.clock.now()
  harness.clock.set(right + 2 * 24 * hour)
  expect(listed()).toEqual([])
  harness.clock.set(right)
  expect(listed()).toEqual(['8.8.8.8'])
})

it('waits out the whole hold when the clock is set back an hour in it, and shortens no ban', () => {
  const id = approve('8.8.8.8')
  const { holdUntil = 0 } = banOf(id) ?? expect.fail()
  harness.clock.set(harness.clock.now() - hour)
  harness = harness.reopen()
  harness.clock.pass(59 * 60_000)
  expect([banOf(id)?.state, listed()]).toEqual(['held', []])
  harness.clock.pass(holdUntil - harness.clock.now())
  expect([banOf(id)?.state, listed()]).toEqual(['published', ['8.8.8.8']])
  const published = harness.clock.now()
  harness.clock.set(published - hour)
  harness.authority.admit(ada.intend('ban.revoked', id, { reason: 'a customer' }))
  expect(listed()).toEqual([])
  expect(harness.ledger.state.end.recordedAt).toBe(published + 1)
})

it('says of each list a later second than of the one before, and the same after a restart, whatever the clock does', () => {
  harness = harness.reopen({ holdSeconds: 0 })
  const modified = () => harness.authority.list.snapshot().modified
  const seen = [modified()]
  const next = (): void => {
    const now = modified()
    expect(now).toBeGreaterThan(Math.max(...seen))
    seen.push(now)
    harness = harness.reopen()
    expect(modified()).toBe(now)
  }
  const ids: string[] = []
  for (let at = 1; at < 6; at += 1) {
    ids.push(approve(`8.8.8.${at}`))
    next()
  }
  harness.clock.set(harness.clock.now() - hour)
  harness.authority.admit(ada.intend('ban.revoked', ids[0] ?? '', { reason: 'a customer' }))
  next()
  const before = modified()
  harness.authority.admit(ada.intend('ban.proposed', randomUUID(), proposalOf('9.9.9.9')))
  expect(modified()).toBe(before)
  // Hidden before the feed came to record that it is over.
  harness.clock.set(harness.clock.now() + 26 * hour)
  next()
  expect([modified(), listed()]).toEqual([Math.max(...seen), []])
})

describe('list IDs', () => {
  const publish = (address: string): number => {
    const id = approve(address)
    harness.clock.pass(60_000)
    return Number(banOf(id)?.listId)
  }

  it('start at the Unix time and grow, also inside one second', () => {
    const first = publish('8.8.8.8')
    expect(first).toBe(Math.floor(harness.clock.now() / 1000))
    const both = [approve('8.8.8.9'), approve('8.8.8.10')]
    harness.clock.pass(60_000)
    const [second = 0, third = 0] = both.map((id) => Number(banOf(id)?.listId))
    expect(first < second && second < third).toBe(true)
  })

  it('never go backwards when the clock does, and neither does the ledger', () => {
    const first = publish('8.8.8.8')
    const { recordedAt } = harness.ledger.state.end
    harness.clock.set(harness.clock.now() - 365 * 24 * hour)
    harness = harness.reopen()
    expect(publish('8.8.8.9')).toBe(first + 1)
    expect(harness.ledger.state.end.recordedAt).toBeGreaterThanOrEqual(recordedAt)
    harness = harness.reopen()
    expect(harness.ledger.fault).toBeUndefined()
  })

  it('continue above the Unix time in a ledger that begins anew', () => {
    const last = publish('8.8.8.8')
    const { clock } = harness
    clock.pass(2000)
    harness.close()
    harness = createHarness({ holdSeconds: 60, clock })
    harness.team(ada)
    expect(publish('8.8.8.8')).toBeGreaterThan(last)
  })
})
