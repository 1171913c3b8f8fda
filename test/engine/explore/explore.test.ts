import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query } from '../../../src/contract/console/explore.ts'
import { check } from '../../../src/engine/explore/check.ts'
import { complete } from '../../../src/engine/explore/complete.ts'
import { askRightly } from '../../../src/engine/explore/ask.ts'
import { huntPlan } from '../../../src/engine/store/query/hunt.ts'
import { QueryCancelled } from '../../../src/engine/store/query/run.ts'
import { histogramOf } from '../../../src/engine/store/query/histogram.ts'
import { messagesPage } from '../../../src/engine/store/query/messages.ts'
import { openMadeUpSystems, plainSystem } from '../../support/systems.ts'
import { openSystems } from '../../../src/engine/geo/systems/systems.ts'
import { randomStore } from '../store/query/random-store.ts'

const now = Date.UTC(2026, 2, 30)
const systems = openMadeUpSystems()
let open: ReturnType<typeof randomStore>
beforeAll(() => {
  open = randomStore(3, 300, now)
})
afterAll(() => open.stop())

const reading = (cancelled = () => false) => ({ reader: open.store.reader, now: () => now, cancelled, systems })
const query = (filter: string): Query => ({ filter, zone: 'Europe/Berlin', answers: false })
const count = (sql: string): number => open.store.reader.get<{ n: number }>(sql)?.n ?? 0

test('a filter is said in English and counted while it is typed', () => {
  const checked = check(reading(), query('method:INVITE country:SE'))
  expect(checked).toMatchObject({ ok: true, hunt: false, hits: { complete: true } })
  if (!checked.ok) throw new Error('it has no errors')
  expect(checked.echo).toContain('INVITE')
  expect(checked.hits.messages).toBe(
    count(`SELECT count(*) AS n FROM event_row e JOIN method m ON m.id = e.method JOIN source s ON s.id = e.source
      WHERE m.text = 'INVITE' AND e.direction = 0 AND s.place IS NOT NULL`),
  )
})

test('the echo says as what a bare word was found', () => {
  const echo = (filter: string): string => {
    const checked = check(reading(), query(filter))
    return checked.ok ? checked.echo : ''
  }
  expect(echo('198.51.100.1')).not.toBe(echo('nothing-has-this'))
  expect(check(reading(), query('nothing-has-this'))).toMatchObject({ ok: true, hits: { messages: 0, sources: 0 } })
  expect(check(reading(), query('pplsip'))).toMatchObject({ ok: true })
})

test('what is wrong with a filter is said, and pages refuse it in the same words', () => {
  const checked = check(reading(), query('metod:INVITE'))
  expect(checked).toMatchObject({ ok: false, problems: [{ weight: 'error', instead: ['method'] }] })
  expect(() => askRightly(reading(), query('metod:INVITE'), 100)).toThrow(
    checked.ok ? '' : checked.problems[0]?.message,
  )
})

test('values come with how many messages have them, the most frequent first', () => {
  const found = complete(reading(), query('method:'), 7)
  const counts = found.flatMap(({ messages }) => messages ?? [])
  expect(counts).toEqual([...counts].sort((a, b) => b - a))
  expect(found.find(({ text }) => text === 'REGISTER')?.messages).toBe(
    count("SELECT count(*) AS n FROM event_row e JOIN method m ON m.id = e.method WHERE m.text = 'REGISTER'"),
  )
  expect(complete(reading(), query('num:4685'), 8).map(({ text }) => text)).toContain('46850780296')
  expect(complete(reading(), query('label:re'), 8)).toMatchObject([{ text: 'research', from: 6, to: 8 }])
  expect(complete(reading(), query('meth'), 4).map(({ text }) => text)).toContain('method:')
})

test('networks are found, named and offered; without their table it is said that nobody can know', () => {
  const checked = check(reading(), query('asn:AS64500'))
  const sources = open.store.reader.all<{ address: string; messages: number }>('SELECT address, messages FROM source')
  const inside = sources.filter(({ address }) => plainSystem(address) === 64500)
  const messages = inside.reduce((sum, each) => sum + each.messages, 0)
  expect(messages).toBeGreaterThan(0)
  expect(checked).toMatchObject({ ok: true, echo: 'Messages from AS64500 (Example Networks)', hits: { messages } })
  for (const typed of ['645', 'as6450', 'EXAMPLE net']) {
    const found = complete(reading(), query(`asn:"${typed}"`), 5 + typed.length)
    expect(found, typed).toContainEqual(
      expect.objectContaining({ text: 'AS64500', detail: 'Example Networks', messages }),
    )
  }
  const without = { ...reading(), systems: openSystems({ directory: '/nowhere' }) }
  expect(check(without, query('method:INVITE -asn:64500'))).toMatchObject({
    ok: false,
    problems: [{ from: 15, to: 24, weight: 'error', message: expect.stringContaining('cannot be used') as string }],
  })
  expect(() => askRightly(without, query('asn:*'), 100)).toThrow('cannot be used')
  expect(complete(without, query('asn:645'), 7)).toEqual([])
})

test('a hunt reads every candidate once, and takes the rest of the filter into account', () => {
  const { run, plan } = askRightly(reading(), query('method:REGISTER (raw:"nonce" or country:SE) -~"md5"'), Infinity)
  const hunt = huntPlan(run, plan)
  expect(hunt.searches).toHaveLength(2)
  const candidates = [...hunt.newest()].flatMap(({ events }) => events)
  const registers = count(`SELECT count(*) AS n FROM event_row e JOIN method m ON m.id = e.method
    WHERE m.text = 'REGISTER' AND e.direction = 0`)
  expect(new Set(candidates.map(({ id }) => id)).size).toBe(registers)
  expect(candidates).toHaveLength(registers)
  expect(hunt.count()).toMatchObject({ messages: registers, complete: true })
  const abroad = new Set(
    open.store.reader.all<{ id: number }>('SELECT id FROM source WHERE place IS NULL').map(({ id }) => id),
  )
  for (const event of candidates) {
    expect(hunt.holds(event, [false, false])).toBe(!abroad.has(event.source))
    expect(hunt.holds(event, [true, false])).toBe(true)
    expect(hunt.holds(event, [true, true])).toBe(false)
  }
})

test('a question that nobody waits for any more ends at the next stretch', () => {
  let asked = 0
  const leaving = reading(() => (asked += 1) > 3)
  expect(() => {
    const { run, plan } = askRightly(leaving, query('ua:*scanner*'), Infinity)
    histogramOf(run, plan, 100, 'UTC')
    messagesPage(run, plan, { limit: 100 })
  }).toThrow(QueryCancelled)
})

test('a page that had no time says so, and the next goes on where it ended', () => {
  const ids: number[] = []
  let cursor: string | undefined
  let parts = 0
  do {
    const { run, plan } = askRightly(reading(), query('size:>1200'), 0)
    const page = messagesPage(run, plan, { limit: 500, cursor })
    ids.push(...page.rows.map(({ id }) => id))
    if (!page.complete) parts += 1
    cursor = page.next
  } while (cursor !== undefined && parts < 50)
  const all = 'SELECT id FROM event_row WHERE size > 1200 AND direction = 0 ORDER BY time DESC, id DESC'
  expect(ids).toEqual(open.store.reader.all<{ id: number }>(all).map(({ id }) => id))
  expect(parts).toBeGreaterThan(0)
})

test('days of 23 and 25 hours are one point each, and begin at midnight', () => {
  const { run, plan } = askRightly(
    reading(),
    { ...query(''), range: { from: Date.UTC(2026, 2, 1), to: Date.UTC(2026, 10, 30) } },
    1e9,
  )
  const { starts, step } = histogramOf(run, plan, 400, 'Europe/Berlin')
  expect(step).toBe(86_400_000)
  const lengths = starts.slice(1).map((start, at) => (start - (starts[at] ?? 0)) / 3_600_000)
  expect(lengths.filter((hours) => hours === 23)).toHaveLength(1)
  expect(lengths.filter((hours) => hours === 25)).toHaveLength(1)
  expect(lengths.every((hours) => [23, 24, 25].includes(hours))).toBe(true)
  for (const start of starts) {
    const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' })
    expect(clock.format(start)).toBe('00:00')
  }
})

test('what hunts found is a condition like any other', () => {
  const { writer, reader } = open.store
  const some = reader.all<{ id: number }>('SELECT id FROM event_row WHERE direction = 0 ORDER BY id LIMIT 40')
  writer.run(
    `INSERT INTO hunt (id, filter, zone, answers, state, started_at) VALUES (7, '~"x"', 'UTC', 0, 'done', 0),
      (8, '~"y"', 'UTC', 0, 'done', 0)`,
  )
  // One that was deleted since is found no more.
  const hits = [
    ...some.slice(0, 25).map(({ id }) => [7, id]),
    [7, 4_000_000],
    ...some.slice(20).map(({ id }) => [8, id]),
  ]
  for (const [hunt, event] of hits)
    writer.run('INSERT INTO hunt_hit (hunt, event) VALUES (?, ?)', hunt ?? 0, event ?? 0)
  const found = (filter: string): number => {
    const { run, plan } = askRightly(reading(), query(filter), Infinity)
    return messagesPage(run, plan, { limit: 100 }).rows.length
  }
  expect([found('hunt:7'), found('hunt:8'), found('hunt:7 hunt:8'), found('hunt:7,8')]).toEqual([25, 20, 5, 40])
  expect([found('hunt:*'), found('hunt:9'), found('hunt:7 -hunt:*')]).toEqual([40, 0, 0])
  expect(check(reading(), query('-hunt:7'))).toMatchObject({
    ok: true,
    hits: { messages: count('SELECT count(*) AS n FROM event_row WHERE direction = 0') - 25 },
  })
})
