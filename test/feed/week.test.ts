import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { contains, parseNetwork } from '../../src/contract/ledger/address.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { createAuthor, hour, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

/**
 * Seven days of a feed in which everybody goes on attacking, a program proposes every one of them at every chance and a
 * careless approver approves whatever lies there: what may then happen again, and what may not.
 */
const day = 24 * hour
const step = hour / 2
const week = 7 * day

let harness: Harness
let watch: Author
let careless: Author

beforeEach(() => {
  harness = createHarness({ solo: false, holdSeconds: 60 })
  watch = createAuthor()
  careless = createAuthor()
  harness.team(watch, careless)
})
afterEach(() => harness.close())

const state = () => harness.ledger.state
const listed = (): readonly string[] => harness.authority.list.snapshot().entries.map(({ address }) => address)
const ask = (by: Author, ...what: Parameters<Author['intend']>): string =>
  refusalOf(() => harness.authority.admit(by.intend(...what)))

const evidence = { counts: { messages: 9, dialogs: 3, sensors: 1 }, evidence: proposalOf('8.8.8.8').evidence }
const more = { reason: 'attacked again', duration: day, automatic: true, ...evidence }

/** What a program without any sense does to one address that it sees attacking. */
function overdo(address: string): void {
  ask(watch, 'ban.proposed', randomUUID(), proposalOf(address, { automatic: true }))
  const soon = harness.clock.now() + 2 * hour
  for (const { ban } of [...state().live.values()])
    if (ban.proposal.address === address && ban.state === 'published' && (ban.expiresAt ?? Infinity) < soon)
      ask(watch, 'ban.extension-proposed', ban.id, more)
}

function approveAll(): void {
  for (const { ban } of [...state().live.values()]) {
    if (ban.state === 'proposed') ask(careless, 'ban.approved', ban.id, {})
    if (ban.extension) ask(careless, 'ban.extension-approved', ban.id, {})
  }
}

const whitelist = (value: string, lasts: number): string =>
  ask(careless, 'whitelist.added', randomUUID(), {
    value,
    reason: 'our carrier',
    expiresAt: harness.clock.now() + lasts,
  })

function revoke(address: string): string {
  const [found] = [...state().live.values()].filter(({ ban }) => ban.proposal.address === address)
  return ask(careless, 'ban.revoked', found?.ban.id ?? '', { reason: 'a customer' })
}

/** Whatever is listed under an active entry at this moment. */
function listedThoughWhitelisted(): readonly string[] {
  const entries = [...state().active.values()].flatMap(({ entry }) => parseNetwork(entry.addition.value) ?? [])
  return listed().filter((address) => {
    const network = parseNetwork(address)
    return network && entries.some((entry) => contains(entry, network) || contains(network, entry))
  })
}

const published = (records: readonly LedgerRecord[], address: string): readonly LedgerRecord[] =>
  records.filter(({ intent }) => intent.kind === 'ban.published' && addressOf(intent.subject) === address)
const addressOf = (id: string): string | undefined => state().bans.get(id)?.proposal.address

it('nobody is banned again and again in a week of attacks, revokes, whitelists and expiries', () => {
  const began = harness.clock.now()
  const attackers = ['8.8.8.1', '8.8.8.2', '8.8.8.3', '8.8.8.4', '8.8.4.7', '9.9.9.0/28']
  const plan = new Map<number, () => void>([
    [day, () => expect(revoke('8.8.8.2')).toBe('admitted')],
    [day + 2 * hour, () => expect(whitelist('8.8.8.3', 12 * hour)).toBe('admitted')],
    [2 * day, () => expect(whitelist('8.8.4.0/24', 3 * day)).toBe('admitted')],
    [3 * day, () => expect(whitelist('9.9.9.5', 30 * day)).toBe('admitted')],
    // Stops attacking.
    [4 * day, () => void attackers.splice(attackers.indexOf('8.8.8.4'), 1)],
  ])
  const revokedAt = new Map<string, number>()
  for (let at = 0; at < week; at += step) {
    plan.get(at)?.()
    for (const { network, at: time } of state().revoked.values()) revokedAt.set(network.text, time)
    for (const address of attackers) overdo(address)
    approveAll()
    if (at === 3.5 * day) harness = harness.reopen()
    harness.clock.pass(step)
    expect(listedThoughWhitelisted()).toEqual([])
    // By automation alone nothing comes back within a day.
    for (const address of listed()) {
      const since = revokedAt.get(address)
      if (since !== undefined) expect(harness.clock.now() - since).toBeGreaterThanOrEqual(day)
    }
  }

  const records = harness.ledger.page(0, 100_000)
  const times = (address: string): readonly number[] =>
    published(records, address).map(({ recordedAt }) => Math.round((recordedAt - began) / step) / 2)
  // Goes on attacking: one ban, made longer day by day.
  expect(times('8.8.8.1')).toHaveLength(1)
  expect(records.filter(({ intent }) => intent.kind === 'ban.extended').length).toBeGreaterThan(10)
  // Revoked by hand, and whitelisted for half a day: once more, a day after they left the list.
  expect(times('8.8.8.2')).toEqual([0, 48])
  expect(times('8.8.8.3')).toEqual([0, 50])
  // Within a whitelisted range: once more when the entry has ended.
  expect(times('8.8.4.7')).toEqual([0, 120])
  // Around a whitelisted host: never as a whole again, while its other hosts stay banned until that expires.
  expect(times('9.9.9.0/28')).toEqual([0])
  // Stopped: gone when its time was over, for good.
  expect(times('8.8.8.4')).toHaveLength(1)
  expect(listed()).not.toContain('8.8.8.4')
  expect(new Set(listed())).toEqual(new Set(['8.8.8.1', '8.8.8.2', '8.8.8.3', '8.8.4.7']))

  // What was refused at 336 chances left nothing behind: the ledger holds what happened, and grows no other way.
  const proposals = records.filter(({ intent }) => intent.kind === 'ban.proposed')
  expect(proposals).toHaveLength(9)
})

it('a program cannot approve what it proposed, however often it tries in a week', () => {
  for (let at = 0; at < week; at += 2 * hour) {
    overdo('8.8.8.8')
    for (const { ban } of [...state().live.values()]) expect(ask(watch, 'ban.approved', ban.id, {})).toBe('four-eyes')
    harness.clock.pass(2 * hour)
    expect(listed()).toEqual([])
  }
  expect(state().bans.size).toBe(1)
})
