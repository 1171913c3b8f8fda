import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { WhitelistPreview } from '../../../src/contract/console/whitelist.ts'
import type { Network } from '../../../src/contract/ledger/address.ts'
import type { Match, Mode } from '../../../src/contract/ledger/intents/whitelist.ts'
import type { LedgerRecord } from '../../../src/contract/ledger/record.ts'
import { previewWhitelist } from '../../../src/engine/whitelist/preview.ts'
import { openCopiedLedger } from '../../support/copied-ledger.ts'
import { hour, proposalOf } from '../../support/ledger-client.ts'
import { networks, related } from '../../support/networks.ts'
import { picker } from '../store/query/random-store.ts'

/** An analyst who asks the console's copy of the ledger before acting on the feed. */
const holdSeconds = 60
const { ledger, clock, bob: analyst, reading, follow, ask, stop } = openCopiedLedger({ solo: false, holdSeconds })
afterAll(() => stop())
expect(ask('analyst.changed', analyst.key, { roles: ['analyst'] })).toBe('admitted')

type Ended = Record<'withdraws' | 'revokes', string[]> & { splits: Record<string, readonly string[]> }

/** What the feed did to bans, by what it recorded. */
function doneBy(records: readonly LedgerRecord[]): Ended {
  const done: Ended = { withdraws: [], revokes: [], splits: {} }
  for (const { intent } of records) {
    if (intent.kind === 'ban.blocked') done.withdraws.push(intent.subject)
    if (intent.kind === 'ban.revoked') done.revokes.push(intent.subject)
    if (intent.kind === 'ban.split') done.splits[intent.subject] = intent.body.into.map(({ address }) => address)
  }
  return { ...done, withdraws: done.withdraws.sort(), revokes: done.revokes.sort() }
}

const ids = (bans: readonly { id: string }[]): string[] => bans.map(({ id }) => id).sort()
const saidBy = ({ withdraws, revokes, splits }: WhitelistPreview): Ended => ({
  withdraws: ids(withdraws),
  revokes: ids(revokes),
  splits: Object.fromEntries(splits.map(({ id, into }) => [id, into])),
})

interface Entry {
  readonly value: string
  readonly match: Match
  readonly mode: Mode
}
const entry = (around: Network): fc.Arbitrary<Entry> =>
  fc.record({ mode: fc.constantFrom('block', 'hide', 'inform') }).chain(({ mode }) =>
    fc
      .oneof(
        { weight: 5, arbitrary: related(around).map(({ text }) => ({ value: text, match: 'network' as const })) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom('0.0.0.0/0', '44.0.0.0/7', '2a00::/12')
            .map((value) => ({ value, match: 'network' as const })),
        },
        { weight: 1, arbitrary: fc.constant({ value: 'AS64500', match: 'asn' as const }) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom('Scan*', 'Sc*', 'CALLER')
            .map((value) => ({ value, match: 'user-agent' as const })),
        },
        {
          weight: 1,
          arbitrary: fc.constantFrom('4685*', '46850780296').map((value) => ({ value, match: 'number' as const })),
        },
      )
      .map((what) => ({ ...what, mode: mode })),
  )

const random = picker(20)
let drawn = 0
const draw = <Value>(values: fc.Arbitrary<Value>): Value =>
  fc.sample(values, { numRuns: 1, seed: (drawn += 1) })[0] ?? expect.fail()

/** Banned as far as it goes: asked for, held or published. */
function ban(network: Network): void {
  const id = randomUUID()
  const seen = {
    ...(random.chance(0.4) ? { asn: random.pick([64_500, 64_501]) } : {}),
    ...(random.chance(0.4) ? { userAgents: [random.pick(['scanner', 'caller', 'phone'])] } : {}),
    ...(random.chance(0.4) ? { numbers: [random.pick(['46850780296', '46850780297', '442073238299'])] } : {}),
  }
  const proposal = proposalOf(network.text, {
    seen,
    confirmation: network.text,
    duration: random.pick([1, 6, 24]) * hour,
  })
  if (ask('ban.proposed', id, proposal, analyst) !== 'admitted' || random.chance(0.2)) return
  if (ask('ban.approved', id, {}) !== 'admitted' || random.chance(0.2)) return
  clock.pass(holdSeconds * 1000)
}

const counts = { withdraws: 0, revokes: 0, splits: 0, changed: 0, refused: 0, alone: 0, demanding: 0 }
function compare(
  preview: WhitelistPreview,
  kind: 'whitelist.added' | 'whitelist.changed',
  id: string,
  body: object,
): void {
  if (kind === 'whitelist.added') {
    // Whether an analyst may add it is said as truly as what it does.
    const alone = preview.approver === undefined ? 'admitted' : 'forbidden'
    expect(ask(kind, id, body, analyst)).toBe(preview.refused === undefined ? alone : 'too-wide')
    if (preview.refused !== undefined) return void (counts.refused += 1)
    counts[alone === 'admitted' ? 'alone' : 'demanding'] += 1
  }
  if (kind === 'whitelist.changed' || preview.approver !== undefined) expect(ask(kind, id, body)).toBe('admitted')
  const said = saidBy(preview)
  expect(said).toEqual(doneBy(follow()))
  counts.withdraws += said.withdraws.length
  counts.revokes += said.revokes.length
  counts.splits += Object.keys(said.splits).length
  counts.changed += Number(kind === 'whitelist.changed' && said.withdraws.length + said.revokes.length > 0)
}

describe('the preview of an entry', () => {
  it('is what the feed then does, whatever is matched, in every mode, added and changed', () => {
    const standing: (Entry & { id: string })[] = []
    for (let round = 0; round < 300; round += 1) {
      const network = draw(networks(8, round % 256))
      for (const each of [network, draw(related(network))]) ban(each)
      clock.pass(random.pick([0, 1000, hour]))
      // Their end may come to pass before its record comes to us.
      const late = random.chance(0.4)
      if (late) clock.pass(holdSeconds * 1000)
      follow()
      if (late) clock.pass(random.pick([1, 6]) * hour)
      const added = { ...draw(entry(network)), id: randomUUID() }
      const { value, match, mode, id } = added
      const expiresAt = clock.now() + random.pick([1, 2, 40]) * hour
      compare(previewWhitelist({ value, match, mode }, reading()), 'whitelist.added', id, {
        value,
        match,
        mode,
        reason: 'ours',
        expiresAt,
      })
      standing.push(added)
      const other = random.chance(0.7) ? added : random.pick(standing)
      const to = random.pick(['block', 'hide', 'inform'] as const)
      if (ledger.state.whitelist.get(other.id)?.state === 'active' && random.chance(0.6))
        compare(previewWhitelist({ ...other, mode: to }, reading()), 'whitelist.changed', other.id, {
          mode: to,
          reason: 'why',
        })
      // So that what is left does not forbid everything.
      if (match !== 'network' && ledger.state.whitelist.get(id)?.state === 'active') {
        ask('whitelist.removed', id, { reason: 'done' })
        follow()
      }
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(5)
  })
})
