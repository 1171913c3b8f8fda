import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, parseNetwork, type Network } from '../../src/contract/ledger/address.ts'
import { consequencesOf, type Consequence } from '../../src/contract/ledger/consequences.ts'
import type { Intent } from '../../src/contract/ledger/intent.ts'
import type { BanLife } from '../../src/contract/ledger/life/ban.ts'
import type { LedgerState } from '../../src/feed/ledger/state.ts'
import { listIds } from '../../src/feed/life/list-ids.ts'
import { createAuthor, hour, proposalOf } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'
import { meets, networks, related } from '../support/networks.ts'

const ada = createAuthor()
const bob = createAuthor()

const states = ['proposed', 'held', 'published', 'published', 'published'] as const

/** In a network of the case's own, `of`, so that one ledger serves many cases. */
const ban = (of: number) =>
  fc.record({
    network: networks(8, of),
    state: fc.constantFrom(...states),
    /** From now, hours; some are over, but their expiry was not recorded. */
    expires: fc.constantFrom(-1, 0, 1, 2, 24, 30),
    asn: fc.option(fc.constantFrom(64_500, 64_501), { nil: undefined }),
    agent: fc.option(fc.constantFrom('friendly-scanner', 'Friendly-Caller/2'), { nil: undefined }),
  })
type Ban = ReturnType<typeof ban> extends fc.Arbitrary<infer Value> ? Value : never

const valueOf = ({ text }: Network) => ({ value: text })
const agentOf = (value: string) => ({ value, match: 'user-agent' as const })

const entry = (of: number, bans: readonly Ban[]) =>
  fc.record({
    value: fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .constantFrom(...bans)
          .chain(({ network }) => related(network))
          .map(valueOf),
      },
      { weight: 2, arbitrary: networks(16, of).map(valueOf) },
      { weight: 1, arbitrary: fc.constant({ value: 'AS64500', match: 'asn' as const }) },
      { weight: 1, arbitrary: fc.constantFrom('friendly-*', 'FRIENDLY-SCANNER').map(agentOf) },
    ),
    mode: fc.constantFrom(undefined, 'block' as const, 'hide' as const, 'inform' as const),
    /** From now, hours. */
    expires: fc.constantFrom(-1, 0, 1, 2, 8, 24),
  })
type Entry = ReturnType<typeof entry> extends fc.Arbitrary<infer Value> ? Value : never

/** Stores bans as the feed would have, in one transaction; nobody looks at the signatures here. */
function seed({ ledger, clock }: Harness, bans: readonly Ban[]): void {
  const feed = ledger.signer?.key ?? expect.fail()
  const now = clock.now()
  const nextId = listIds(ledger.state.lastListId, now)
  const lives = bans.flatMap(({ network, state, expires, asn, agent }) => {
    const about = { version: 1 as const, time: now, subject: randomUUID() }
    const seen = { ...(asn === undefined ? {} : { asn }), ...(agent === undefined ? {} : { userAgents: [agent] }) }
    const steps: Intent[] = [
      { ...about, id: randomUUID(), author: ada.key, kind: 'ban.proposed', body: proposalOf(network.text, { seen }) },
      { ...about, id: randomUUID(), author: bob.key, kind: 'ban.approved', body: {} },
      { ...about, id: randomUUID(), author: feed, kind: 'ban.held', body: { until: now + hour, solo: false } },
      {
        ...{ ...about, id: randomUUID(), author: feed, kind: 'ban.published' },
        body: { listId: nextId(), expiresAt: now + expires * hour },
      },
    ]
    return steps.slice(0, { proposed: 1, held: 3, published: 4 }[state])
  })
  ledger.append(
    lives.map((intent) => ({ intent, signature: 'A'.repeat(86) })),
    now,
  )
}

type Standing = Readonly<Record<string, { readonly state: BanLife['state']; readonly address: string }>>

const standing = ({ bans }: LedgerState): Standing =>
  Object.fromEntries([...bans].map(([id, { state, proposal }]) => [id, { state, address: proposal.address }]))

/** What must be true after, worked out from what was before and the preview. */
function promised(before: Standing, preview: readonly Consequence[], now: number, state: LedgerState): Standing {
  const after = { ...before }
  for (const { ban: id, address, how } of preview)
    after[id] = { address, state: how === 'blocked' ? 'blocked' : 'revoked' }
  for (const { ban: over } of state.live.values())
    if (over.state === 'published' && (over.expiresAt ?? 0) <= now)
      after[over.id] = { address: over.proposal.address, state: 'expired' }
  return after
}

/** @returns what the preview said. */
function check(harness: Harness, bans: readonly Ban[], { value, mode, expires }: Entry): readonly Consequence[] {
  const { authority, ledger, clock } = harness
  seed(harness, bans)
  const { state } = ledger
  const now = clock.now()
  const before = standing(state)
  const addition = {
    ...value,
    ...(mode === undefined ? {} : { mode }),
    expiresAt: now + expires * hour,
    reason: 'ours',
  }
  const preview = consequencesOf(addition, state.live.values(), now)
  // What was stored beside the scheduler it comes to know with the next record; a refusal changes nothing.
  const expected = expires > 0 ? promised(before, preview, now, state) : before
  const outcome = refusalOf(() => authority.admit(ada.intend('whitelist.added', randomUUID(), addition)))
  expect(outcome).toBe(expires > 0 ? 'admitted' : 'bad-request')
  const after = standing(state)
  const parts = Object.entries(after).filter(([id]) => !(id in before))
  expect(Object.fromEntries(Object.entries(after).filter(([id]) => id in before))).toEqual(expected)
  const into = preview.flatMap((each) => (each.how === 'split' ? each.into : []))
  expect(parts.map(([, part]) => part).sort(byAddress)).toEqual(
    into.map((address) => ({ address, state: 'published' })).sort(byAddress),
  )
  if (expires > 0 && mode !== 'inform' && !('match' in value)) expectGone(state, network(value.value), preview)
  return preview
}

const byAddress = (a: { address: string }, b: { address: string }): number => (a.address < b.address ? -1 : 1)
const network = (text: string): Network => parseNetwork(text) ?? expect.fail(text)

/** Nothing that lives meets the entry, and what was split is all there but the entry. */
function expectGone(state: LedgerState, listed: Network, preview: readonly Consequence[]): void {
  for (const live of state.live.values()) expect(meets(live.network, listed)).toBe(false)
  for (const each of preview) {
    if (each.how !== 'split') continue
    expect(contains(network(each.address), listed)).toBe(true)
    const sizes = [listed.text, ...each.into].map((text) => 2 ** -network(text).bits)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(2 ** -network(each.address).bits)
  }
}

describe('what the preview of a whitelist entry says', () => {
  it('is what then happens: 1,000 cases of hosts and ranges in both directions, expiry, modes and other matches', () => {
    let harness: Harness | undefined
    let used = 0
    const met = { blocked: 0, revoked: 0, split: 0 }
    const fresh = (): Harness => {
      harness?.close()
      harness = createHarness({ solo: false, holdSeconds: 60 })
      harness.database.pragma('synchronous = OFF')
      harness.team(ada, bob)
      return harness
    }
    const cases = fc
      .nat(255)
      .chain((of) =>
        fc.array(ban(of), { minLength: 1, maxLength: 3 }).chain((bans) => fc.tuple(fc.constant(bans), entry(of, bans))),
      )
    const run = ([bans, added]: [Ban[], Entry]): void => {
      // A ledger of its own for every hundred: what lives in one grows with each case.
      const current = harness && used % 100 !== 0 ? harness : fresh()
      used += 1
      for (const { how } of check(current, bans, added)) met[how] += 1
    }
    fc.assert(fc.property(cases, run), { numRuns: 1000 })
    harness?.close()
    expect(Math.min(...Object.values(met))).toBeGreaterThan(30)
  })
})
