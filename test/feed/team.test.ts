import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { intent as intentShape } from '../../src/contract/ledger/intent.ts'
import { recordRows } from '../../src/feed/ledger/rows.ts'
import { verifyRecords } from '../../src/feed/ledger/verify.ts'
import { mostSourcesOfCampaign } from '../../src/feed/policy/team.ts'
import { createAuthor, invitationOf, type Author } from '../support/ledger-client.ts'
import { createHarness, refusalOf, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
let ada: Author

beforeEach(() => {
  harness = createHarness()
  ada = createAuthor()
  harness.team(ada)
})
afterEach(() => harness.close())

const ask = (...of: Parameters<Author['intend']>): string => refusalOf(() => harness.authority.admit(ada.intend(...of)))
const campaign = (name = 'Night shift'): string => {
  const id = randomUUID()
  expect(ask('campaign.created', id, { name })).toBe('admitted')
  return id
}
const membersOf = (id: string): readonly string[] => [...(harness.ledger.state.members.get(id) ?? [])].toSorted()

describe('campaigns in the ledger', () => {
  it('are begun, changed, filled and removed, and cost no change of the list', () => {
    const before = harness.authority.list.snapshot()
    const id = campaign()
    expect(ask('campaign.changed', id, { note: 'seen before' })).toBe('admitted')
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.7', '2001:db8::7'] })).toBe('admitted')
    expect(ask('campaign.sources-removed', id, { sources: ['192.0.2.7', '192.0.2.8'] })).toBe('admitted')
    expect(ask('label.changed', randomUUID(), { add: ['research'], remove: [], sources: ['192.0.2.7'] })).toBe(
      'admitted',
    )
    expect(harness.ledger.state.campaigns.get(id)).toMatchObject({
      name: 'Night shift',
      note: 'seen before',
      state: 'open',
      author: ada.key,
    })
    expect(membersOf(id)).toEqual(['2001:db8::7'])
    expect(harness.authority.list.snapshot()).toBe(before)
    expect(ask('campaign.removed', id, {})).toBe('admitted')
    expect([harness.ledger.state.campaigns.get(id)?.state, harness.ledger.state.members.has(id)]).toEqual([
      'removed',
      false,
    ])
  })

  it('are refused where they are unknown, there already, over, or named by anything else than a UUID', () => {
    const id = campaign()
    expect(ask('campaign.created', id, { name: 'again' })).toBe('wrong-state')
    expect(ask('campaign.created', 'mine', { name: 'again' })).toBe('bad-request')
    expect(ask('campaign.changed', randomUUID(), { name: 'other' })).toBe('not-found')
    ask('campaign.removed', id, {})
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.7'] })).toBe('wrong-state')
    expect(ask('campaign.removed', id, {})).toBe('wrong-state')
    expect(ask('campaign.created', id, { name: 'again' })).toBe('wrong-state')
  })

  it('hold a bounded number of sources', () => {
    const id = campaign()
    const held = harness.ledger.state.members.get(id) as Set<string>
    for (let at = 1; at < mostSourcesOfCampaign; at += 1) held.add(`source ${at}`)
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.7', '192.0.2.8'] })).toBe('too-wide')
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.7', '192.0.2.7'] })).toBe('admitted')
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.7'] })).toBe('admitted')
    expect(ask('campaign.sources-added', id, { sources: ['192.0.2.8'] })).toBe('too-wide')
  })

  it('need the role analyst, as labels do', () => {
    const eve = createAuthor()
    const { code, invited } = invitationOf(ada, 'Eve', harness.clock.now(), ['approver'])
    harness.authority.admit(invited)
    harness.authority.enrol(eve.key, 'Eve', code)
    harness.authority.admit(ada.intend('analyst.admitted', eve.key, { roles: ['approver', 'publisher', 'auditor'] }))
    const label = { add: ['mine'], remove: [], sources: ['192.0.2.7'] }
    const asks = (...of: Parameters<Author['intend']>) => refusalOf(() => harness.authority.admit(eve.intend(...of)))
    expect(asks('label.changed', randomUUID(), label)).toBe('forbidden')
    expect(asks('campaign.created', randomUUID(), { name: 'mine' })).toBe('forbidden')
    expect(asks('campaign.removed', campaign(), {})).toBe('forbidden')
  })

  it('verify as they were written and are the same after a restart, whatever was done to them', () => {
    const ids = [campaign('one'), campaign('two')]
    const hosts = ['192.0.2.1', '192.0.2.2', '2001:db8::1']
    const sources = fc.subarray(hosts, { minLength: 1 })
    const act = fc.tuple(
      fc.constantFrom(...ids),
      fc.oneof(
        fc.record({ kind: fc.constant('campaign.sources-added' as const), body: fc.record({ sources }) }),
        fc.record({ kind: fc.constant('campaign.sources-removed' as const), body: fc.record({ sources }) }),
        fc.record({ kind: fc.constant('campaign.changed' as const), body: fc.record({ note: fc.string() }) }),
        fc.record({ kind: fc.constant('campaign.removed' as const), body: fc.constant({}) }),
      ),
    )
    const expected = new Map(ids.map((id) => [id, { open: true, held: new Set<string>() }]))
    fc.assert(
      fc.property(act, ([id, { kind, body }]) => {
        const one = expected.get(id) ?? expect.fail()
        expect(ask(kind, id, body)).toBe(one.open ? 'admitted' : 'wrong-state')
        if (!one.open) return
        if (kind === 'campaign.removed') one.open = false
        const named = 'sources' in body ? body.sources : []
        for (const source of named) one.held[kind === 'campaign.sources-added' ? 'add' : 'delete'](source)
      }),
      { numRuns: 60 },
    )
    expect(verifyRecords(recordRows(harness.database)).fault).toBeUndefined()
    const before = JSON.stringify([...harness.ledger.state.campaigns.values()])
    harness = harness.reopen()
    expect(JSON.stringify([...harness.ledger.state.campaigns.values()])).toBe(before)
    for (const [id, { open, held }] of expected) expect(membersOf(id)).toEqual(open ? [...held].toSorted() : [])
  })
})

it('a ledger with a kind that is not known yet is refused in words', () => {
  const { intent } = ada.intend('campaign.created', randomUUID(), { name: 'later' })
  const row = JSON.stringify({ ...intent, kind: 'weather.changed' })
  const insert = `INSERT INTO record SELECT seq + 1, ?, recorded_at, hash, hash, signature, ? FROM record ORDER BY seq DESC LIMIT 1`
  harness.database.prepare(insert).run(randomUUID(), row)
  expect(verifyRecords(recordRows(harness.database)).fault).toMatch(
    /^record \d+: it is a record “weather.changed”, which only a newer version/,
  )
})

describe('what a team record may say', () => {
  const base = { version: 1, id: randomUUID(), time: 1, author: 'A'.repeat(43), subject: randomUUID() }
  const label = { add: ['research'], remove: [], sources: ['192.0.2.7'] }
  const fits = (kind: string, body: unknown): boolean => intentShape.safeParse({ ...base, kind, body }).success

  it.each<[string, string, unknown]>([
    ['no label at all', 'label.changed', { ...label, add: [] }],
    ['a label in capitals', 'label.changed', { ...label, add: ['Research'] }],
    ['a label of two words', 'label.changed', { ...label, add: ['two words'] }],
    ['a label that turns letters', 'label.changed', { ...label, add: ['a\u202eb'] }],
    ['a range', 'label.changed', { ...label, sources: ['192.0.2.0/24'] }],
    ['another spelling of an address', 'label.changed', { ...label, sources: ['2001:DB8::7'] }],
    ['a mapped address', 'label.changed', { ...label, sources: ['::ffff:192.0.2.7'] }],
    ['no source', 'campaign.sources-added', { sources: [] }],
    [
      '501 sources',
      'campaign.sources-added',
      { sources: Array.from({ length: 501 }, (_, at) => `10.0.${at >> 8}.${at & 255}`) },
    ],
    ['no name', 'campaign.created', { name: ' ' }],
    ['a long name', 'campaign.created', { name: 'x'.repeat(121) }],
    ['a long note', 'campaign.changed', { note: 'x'.repeat(20_001) }],
    ['no change', 'campaign.changed', {}],
  ])('not %s', (_what, kind, body) => {
    expect(fits('label.changed', label)).toBe(true)
    expect(fits(kind, body)).toBe(false)
  })
})
