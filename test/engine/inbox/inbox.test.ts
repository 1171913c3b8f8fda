import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newActivity, type InboxList } from '../../../src/contract/console/inbox.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { inboxDecisions } from '../../../src/engine/inbox/decisions.ts'
import { inboxHandlers } from '../../../src/engine/inbox/handlers.ts'
import { lookThrough } from '../../../src/engine/inbox/look.ts'
import { inboxSources } from '../../../src/engine/inbox/sources.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { judgeAllDue } from '../../../src/engine/sources/verdicts.ts'
import { openCopiedLedger, type CopiedLedger } from '../../support/copied-ledger.ts'
import { hour, proposalOf } from '../../support/ledger-client.ts'
import { request } from '../../support/triage.ts'

const day = 24 * hour
const [worst, busy, scanner, other] = ['198.51.100.7', '198.51.100.8', '198.51.100.9', '203.0.113.5'] as const
const live = { feed: { solo: false, holdSeconds: 0, demo: true, bundled: [] } }
let open: CopiedLedger
let sent = 0
let told: string[] = []

beforeEach(async () => {
  open = openCopiedLedger({ solo: false, holdSeconds: 0, rules: { demo: true, own: [] } })
  told = []
  await hear(worst, 60, { headers: ["X-Note: ' OR 1=1; DROP TABLE users; --"], user: "1' OR '1'='1" })
  await hear(busy, 40)
  await hear(scanner, 30, { method: 'OPTIONS', agent: 'friendly-scanner', proof: 0 })
})
afterEach(() => open.stop())

const nowIn = (): number => open.clock.now()

/** Messages of one source, stored and judged as the engine does. */
async function hear(source: string, many: number, fields: Partial<Parameters<typeof request>[0]> = {}): Promise<void> {
  const began = nowIn()
  open.clock.pass(many)
  const events = Array.from({ length: many }, (_, at) => request({ source, at: (began + at) * 1000, ...fields }))
  sent += many
  open.copy.events.store({
    ...{
      sensor: open.copy.sensors[0] ?? 0,
      epoch: 'e'.repeat(16),
      first: sent - many + 1,
      events: events.map(factsOf),
    },
  })
  await judgeAllDue(open.copy.store, new AbortController().signal)
}

const list = (name: InboxList = 'open', limit = 100) => inboxSources(open.reading(live), { list: name, limit })
const listed = (name?: InboxList): readonly string[] => list(name).rows.map(({ address }) => address)
const handlers = () =>
  inboxHandlers({
    store: open.copy.store,
    now: nowIn,
    changes: { ...createChanges(), publish: (topic) => void told.push(topic) },
  })
const context = undefined as never
type Marked = { readonly act: number; readonly changed: number }
const mark = async (name: 'open' | 'done', ...subjects: readonly string[]): Promise<Marked> =>
  handlers()['inbox.mark']({ subjects: [...subjects], mark: name }, context)
const snooze = async (until: number, ...subjects: readonly string[]): Promise<Marked> =>
  handlers()['inbox.mark']({ subjects: [...subjects], mark: 'snoozed', until }, context)
const undo = async (act: number): Promise<{ readonly changed: number }> => handlers()['inbox.undo']({ act }, context)
const backOf = (address: string): string | undefined => list().rows.find((row) => row.address === address)?.back

/** A ban of an address by Ada, approved by Bob. */
function ban(address: string, duration = 2 * hour): string {
  const id = randomUUID()
  expect(
    open.ask(
      'ban.proposed',
      id,
      proposalOf(address, { duration, ...(address.includes('/') ? { confirmation: address } : {}) }),
    ),
  ).toBe('admitted')
  expect(open.ask('ban.approved', id, {}, open.bob)).toBe('admitted')
  open.clock.pass(1)
  open.follow()
  return id
}

describe('sources', () => {
  it('come worst first, each with its reasons, and those of whom nothing is known do not', async () => {
    await hear(other, 3, { method: 'ACK' })
    const { rows, counts, risks, complete } = list()
    expect(rows.map(({ address, severity }) => [address, severity])).toEqual([
      [worst, 'critical'],
      [busy, 'high'],
      [scanner, expect.stringMatching(/medium|low/)],
    ])
    for (const { verdict } of rows) {
      expect(verdict.sentence).not.toBe('')
      expect(verdict.reasons.length).toBeGreaterThan(0)
    }
    expect(counts).toEqual({ open: 3, done: 0, snoozed: 0, hidden: 0, banned: 0 })
    expect(risks).toMatchObject({ critical: 1, high: 1 })
    expect(complete).toBe(true)
  })

  it('are given up to the limit and counted beyond it', () => {
    expect(list('open', 1)).toMatchObject({ rows: [{ address: worst }], counts: { open: 3 } })
    const high = inboxSources(open.reading(live), { list: 'open', limit: 9, risk: 'high' })
    expect(high).toMatchObject({ risk: 'high', rows: [{ address: busy }], counts: { open: 3 }, risks: { critical: 1 } })
    expect(high.rows).toHaveLength(1)
    const look = lookThrough(open.reading(live), 2)
    expect(look).toMatchObject({ complete: false, counts: { open: 2 } })
  })

  it('leave while a ban of theirs, or of a range around them, is on its way or in force', () => {
    open.ask('ban.proposed', randomUUID(), proposalOf(busy))
    open.follow()
    expect(listed()).toEqual([worst, scanner])
    expect(listed('banned')).toEqual([busy])
    ban('198.51.100.0/24')
    expect(listed()).toEqual([])
    expect(list().counts.banned).toBe(3)
    open.clock.pass(3 * hour)
    open.follow()
    expect(listed()).toEqual([worst, scanner])
  })

  it('leave, and are counted, while the whitelist hides them', () => {
    const entry = { value: '198.51.100.8/31', match: 'network', mode: 'hide', reason: 'ours', expiresAt: nowIn() + day }
    expect(open.ask('whitelist.added', randomUUID(), entry)).toBe('admitted')
    open.follow()
    expect(listed()).toEqual([worst])
    expect(listed('hidden')).toEqual([busy, scanner])
    expect(list().counts).toMatchObject({ open: 1, hidden: 2 })
  })
})

describe('what is done', () => {
  it('stays away for more of the same, and comes back for as much again', async () => {
    expect(await mark('done', busy, worst)).toMatchObject({ changed: 2 })
    expect(told).toEqual(['inbox'])
    expect(listed()).toEqual([scanner])
    expect(list('done').rows).toMatchObject([{ address: worst }, { address: busy, put: { mark: 'done', at: nowIn() } }])
    await hear(busy, newActivity - 1)
    expect(listed()).toEqual([scanner])
    await hear(busy, 1)
    expect(listed()).toEqual([busy, scanner])
    expect(backOf(busy)).toMatch(/100 messages or more/)
    // Done once more: it has sent 140 by now, and so that many again is what counts.
    await mark('done', busy)
    await hear(busy, 139)
    expect(listed()).toEqual([scanner])
    await hear(busy, 1)
    expect(listed()).toEqual([busy, scanner])
  })

  it('comes back for a kind of attack it had not shown', async () => {
    await mark('done', busy)
    await hear(busy, 1, { method: 'OPTIONS' })
    expect(backOf(busy)).toMatch(/something new: options sweep/)
  })

  it('comes back when its verdict gets graver, and when it proves its address', async () => {
    await mark('done', scanner, busy)
    await hear(scanner, 1, { method: 'OPTIONS', agent: 'friendly-scanner', proof: 1 })
    expect(backOf(scanner)).toMatch(/proved its address/)
    await hear(busy, 20, { user: "1' OR '1'='1" })
    expect(list().rows[0]?.severity).toBe('critical')
    expect(backOf(busy)).toMatch(/graver/)
  })

  it('may be put back by hand, in any writing of its address; what is nothing is left out', async () => {
    await hear('2001:db8::7', 40)
    expect(await mark('done', '2001:DB8:0::7', 'nobody', '192.0.2.99', "'; DROP TABLE source; --")).toMatchObject({
      changed: 1,
    })
    expect(listed('done')).toEqual(['2001:db8::7'])
    await mark('open', '2001:db8::7')
    expect(listed('done')).toEqual([])
  })
})

it('what is snoozed comes back at its time, and not before', async () => {
  const until = nowIn() + hour
  await snooze(until, busy)
  await hear(busy, 500)
  expect(listed()).toEqual([worst, scanner])
  expect(list()).toMatchObject({ counts: { snoozed: 1 }, nextBack: until })
  open.clock.pass(hour)
  expect(listed()).toContain(busy)
  expect(backOf(busy)).toBe('Its time is up')
  await expect(snooze(nowIn(), busy)).rejects.toThrow(/a time ahead/)
  await expect(snooze(nowIn() + 400 * day, busy)).rejects.toThrow(/at most a year/)
})

describe('undo', () => {
  it('leaves what stood before, in whatever order acts are taken back', async () => {
    const first = await snooze(nowIn() + hour, busy)
    const second = await mark('done', busy, worst)
    expect(await undo(first.act)).toEqual({ changed: 1 })
    expect(listed('done')).toEqual([worst, busy])
    expect(await undo(second.act)).toEqual({ changed: 2 })
    expect(await undo(second.act)).toEqual({ changed: 0 })
    expect(listed()).toEqual([worst, busy, scanner])
  })

  it('goes twenty acts back; older ones are kept as what they came to', async () => {
    const acts: number[] = []
    await mark('done', worst)
    for (let at = 0; at < 24; at += 1) acts.push((await mark(at % 2 === 0 ? 'done' : 'open', busy)).act)
    const newest = acts.slice(-20).toReversed()
    for (const act of newest) expect((await undo(act)).changed).toBe(1)
    for (const act of acts.slice(0, 4)) expect((await undo(act)).changed).toBe(0)
    expect(listed('done')).toEqual([worst])
    const rows = open.copy.store.reader.get<{ n: number }>('SELECT count(*) AS n FROM inbox_mark')?.n
    expect(rows).toBe(1)
  })
})

describe('decisions', () => {
  const decisions = (me?: string) => inboxDecisions(open.reading(live), 'open', me)

  it('are those of others: bans and more time, oldest first', () => {
    const proposed = randomUUID()
    open.ask('ban.proposed', proposed, proposalOf(worst))
    const published = ban(busy)
    const { reason, proof, counts, verdict, evidence } = proposalOf(busy)
    const extension = { duration: 5 * hour, reason, proof, counts, verdict, evidence }
    expect(open.ask('ban.extension-proposed', published, extension, open.bob)).toBe('admitted')
    open.follow()
    const named = (me?: string) => decisions(me).rows.map(({ kind, key }) => [kind, key])
    const [approve, extend] = [
      ['approve', proposed],
      ['approve-extension', published],
    ]
    expect(named()).toEqual([approve, extend])
    expect([named(open.ada.key), decisions(open.ada.key).own]).toEqual([[extend], 1])
    expect([named(open.bob.key), decisions(open.bob.key).own]).toEqual([[approve], 1])
  })

  it('are bans that end soon while their address attacks, and revokes that were regretted', async () => {
    const ends = ban(busy)
    const revoked = ban(scanner)
    open.clock.pass(1_000)
    expect(open.ask('ban.revoked', revoked, { reason: 'a customer' }, open.bob)).toBe('admitted')
    open.follow()
    expect(decisions().rows).toEqual([])
    open.clock.pass(10_000)
    await hear(busy, 5)
    await hear(scanner, 5, { method: 'OPTIONS' })
    const { rows } = decisions()
    expect(rows).toMatchObject([
      { kind: 'ending', key: ends },
      { kind: 'regret', key: revoked },
    ])
    expect(rows[0]?.kind === 'ending' ? rows[0].reason : '').toMatch(/attacked again .* 5 messages/)
    expect(rows[1]?.kind === 'regret' ? rows[1].ban.attackedSince : 0).toBe(nowIn() - 1)
    const { act } = await mark('done', revoked)
    await snooze(nowIn() + hour / 2, ends)
    expect(decisions()).toMatchObject({ rows: [], counts: { open: 0, done: 1, snoozed: 1 } })
    expect(inboxDecisions(open.reading(live), 'done', undefined).rows).toMatchObject([{ key: revoked }])
    await undo(act)
    expect(decisions().rows).toMatchObject([{ key: revoked }])
    open.clock.pass(hour / 2)
    expect(decisions().rows).toMatchObject([{ key: ends }, { key: revoked }])
  })

  it('are ranges of many banned hosts; one that is done comes back with more of them', async () => {
    const host = (at: number): string => `203.0.113.${at}`
    for (let at = 1; at <= 5; at += 1) open.ask('ban.proposed', randomUUID(), proposalOf(host(at)))
    open.follow()
    const ranges = () => decisions(open.ada.key).rows.map(({ key }) => key)
    expect(ranges()).toEqual(['203.0.113.0/24'])
    expect(await mark('done', '203.0.113.0/24')).toMatchObject({ changed: 1 })
    expect(ranges()).toEqual([])
    open.ask('ban.proposed', randomUUID(), proposalOf(host(6)))
    open.follow()
    expect(ranges()).toEqual(['203.0.113.0/24'])
  })
})
