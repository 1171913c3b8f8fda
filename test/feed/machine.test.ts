import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advanceBan, isLive, partsOf, type BanLife } from '../../src/contract/ledger/life/ban.ts'
import type { RecordKind } from '../../src/contract/ledger/intent.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'
import { verifyRecords } from '../../src/feed/ledger/verify.ts'
import { Refusal } from '../../src/feed/refusal.ts'
import { createAuthor, hour, proposalOf } from '../support/ledger-client.ts'
import { createHarness, type Harness } from '../support/ledger-harness.ts'

/** What may happen to a feed, at random: asks of two people about few addresses, time, a clock set back, a restart. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('propose' as const), who: fc.nat(1), address: fc.nat(4) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      who: fc.nat(1),
      ban: fc.nat(11),
      kind: fc.constantFrom<RecordKind>(
        'ban.approved',
        'ban.rejected',
        'ban.withdrawn',
        'ban.revoked',
        'ban.published',
        'ban.extension-proposed',
        'ban.extension-approved',
        'ban.extension-rejected',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('whitelist' as const),
      address: fc.nat(4),
      hours: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 100_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('set' as const), seconds: fc.integer({ min: -100_000, max: 100_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

const networks = ['8.8.8.8', '8.8.8.0/28', '9.9.9.9', '2a00:1450::8/125', '2a00:1450::8']
const people = [createAuthor(), createAuthor()] as const

function take(harness: Harness, bans: string[], action: Step): Harness {
  const { authority, clock } = harness
  const address = 'address' in action ? (networks[action.address] ?? '') : ''
  const author = people['who' in action && action.who === 1 ? 1 : 0]
  switch (action.do) {
    case 'propose': {
      const id = randomUUID()
      bans.push(id)
      authority.admit(author.intend('ban.proposed', id, proposalOf(address)))
      return harness
    }
    case 'decide': {
      const { counts, duration } = proposalOf(address)
      const body = { listId: '1900000000', expiresAt: 1, reason: 'because', counts, duration, evidence: [] }
      // Also the parts of ranges that were split.
      const ids = [...bans, ...[...harness.ledger.state.bans.keys()].filter((id) => !bans.includes(id))]
      authority.admit(author.intend(action.kind, ids[action.ban % Math.max(1, ids.length)] ?? 'nothing', body))
      return harness
    }
    case 'whitelist': {
      const entry = { value: address, reason: 'our carrier', expiresAt: clock.now() + action.hours * hour }
      authority.admit(author.intend('whitelist.added', randomUUID(), entry))
      return harness
    }
    case 'pass':
      clock.pass(action.seconds * 1000)
      return harness
    case 'set':
      clock.set(clock.now() + action.seconds * 1000)
      return harness
    case 'restart':
      return harness.reopen()
  }
}

function tryTake(harness: Harness, bans: string[], action: Step): Harness {
  try {
    return take(harness, bans, action)
  } catch (error) {
    if (error instanceof Refusal) return harness
    throw error
  }
}

/** Each ban's records, folded alone by the contract's table, must lead to the state that the feed holds. */
function replay({ id, parent, records }: BanLife, bans: ReadonlyMap<string, BanLife>): BanLife | undefined {
  const range = parent === undefined ? undefined : bans.get(parent)
  const [first, ...rest] = records
  if (range && first)
    return fold(
      partsOf(range, first).find((part) => part.id === id),
      rest,
    )
  return fold(undefined, records)
}

const fold = (start: BanLife | undefined, records: readonly LedgerRecord[]): BanLife | undefined =>
  records.reduce((ban, record) => advanceBan(ban, record) ?? expect.fail('illegal'), start)

function expectSound({ ledger, authority, clock, database }: Harness): void {
  const { state } = ledger
  for (const ban of state.bans.values()) {
    expect(replay(ban, state.bans)?.state).toBe(ban.state)
    expect(state.live.has(ban.id)).toBe(isLive(ban.state))
    if (ban.approver !== undefined && !ban.solo) expect(ban.approver).not.toBe(ban.proposer)
  }
  for (const { entry, fits } of state.active.values())
    if (entry.addition.expiresAt > clock.now()) expect([...state.live.values()].filter(fits)).toEqual([])
  const published = [...state.bans.values()].filter(
    (ban) => ban.state === 'published' && (ban.expiresAt ?? 0) > clock.now(),
  )
  const entries = authority.list.snapshot().entries
  expect(entries.map(({ ban }) => ban).sort()).toEqual(published.map(({ id }) => id).sort())
  const { fault, state: verified } = verifyRecords(recordRows(database))
  expect(fault).toBeUndefined()
  expect(verified.end).toEqual(state.end)
}

function listIdsIn({ intent }: LedgerRecord): readonly number[] {
  if (intent.kind === 'ban.split') return intent.body.into.map(({ listId }) => Number(listId))
  return intent.kind === 'ban.published' || intent.kind === 'ban.extended' ? [Number(intent.body.listId)] : []
}

describe('whatever happens', () => {
  it.each([
    ['two people', false],
    ['solo mode', true],
  ])('no ban takes an illegal step and no list ID comes twice or falls: %s', (_name, solo) => {
    const run = (actions: readonly Step[]): void => {
      let harness = createHarness({ solo, holdSeconds: 60 })
      harness.team(...people)
      const bans: string[] = []
      for (const action of actions) harness = tryTake(harness, bans, action)
      expectSound(harness)
      const ids = harness.ledger.page(0, 500).flatMap(listIdsIn)
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
      harness.close()
    }
    fc.assert(fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), run), { numRuns: 40 })
  })
})
