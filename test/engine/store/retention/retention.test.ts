import { afterEach, expect, test, vi } from 'vitest'
import type { Retention } from '../../../../src/contract/console/data.ts'
import { factsOf, judgeMessage } from '../../../../src/engine/ingest/analyse.ts'
import { packWaiting } from '../../../../src/engine/store/raw/pack.ts'
import { pinsOf } from '../../../../src/engine/store/retention/pinned.ts'
import { retentionPlan } from '../../../../src/engine/store/retention/plan.ts'
import { retentionSweep } from '../../../../src/engine/store/retention/sweep.ts'
import { rawOf, rawOfOne } from '../../../../src/engine/store/raw/read.ts'
import { verifyBlocks } from '../../../../src/engine/store/raw/verify.ts'
import { storedEvents } from '../../../../src/engine/store/totals.ts'
import { verifyStore } from '../../../../src/engine/store/verify/verify.ts'
import { otherRules } from '../../../support/other-rules.ts'
import { expectExact } from '../../../support/recount.ts'
import { takeTraffic } from '../../../support/sip-events.ts'
import type { TestStore } from '../../../support/store.ts'
import { banOn, day, filledStore, keepAll, now, previewIn, rowsOf, sweep } from './filled-store.ts'

vi.setConfig({ testTimeout: 60_000 })
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

function filled(): TestStore {
  const made = filledStore()
  stops.push(made.stop)
  return made
}

async function expectInOrder({ store: { reader } }: TestStore): Promise<void> {
  expect(await verifyStore(reader, { now: () => now })).toEqual([])
  expect(await verifyBlocks(reader, { signal: new AbortController().signal })).toMatchObject({ damaged: 0 })
}

const cases: Readonly<Record<string, Partial<Retention>>> = {
  'raw bytes': { raw: 4 },
  messages: { raw: 4, events: 6 },
  'messages as soon as their bytes': { raw: 2, events: 2 },
  counts: { rollups: 3 },
  sources: { raw: 2, events: 2, entities: 7 },
  everything: { raw: 1, events: 3, rollups: 2, entities: 4 },
  'a budget': { budget: 64 * 1024 * 1024 },
}

test.each(Object.entries(cases))('%s: what the preview says is what goes, and all counts agree', async (_, part) => {
  const made = filled()
  const { reader } = made.store
  banOn(made, [10, 11, 300, 900, 905, 1700])
  const retention = { ...keepAll, ...part }
  const before = rowsOf(reader)
  const preview = previewIn(reader, retention)
  const gone = sweep(made, retention)
  const after = rowsOf(reader)
  for (const what of ['raw', 'events', 'rollups', 'entities'] as const) {
    expect({ [what]: gone[what] }).toEqual({ [what]: preview[what].rows })
    const direct = what === 'rollups' && retention.entities !== null ? gone.rollups : before[what] - after[what]
    expect({ [what]: direct }).toEqual({ [what]: gone[what] })
    const days = { ...retention, rollups: retention.rollups }[what]
    expect(preview[what].rows > 0).toBe(days !== null)
  }
  await expectInOrder(made)
  expect(storedEvents(reader)).toBe(after.events)
  expect(Object.values(sweep(made, retention))).toEqual([0, 0, 0, 0])
})

test('evidence stays with its bytes, its source and its dialog, alone in its block', async () => {
  const made = filled()
  const { reader } = made.store
  const ids = [10, 11, 300, 305, 900].filter(
    (id) => reader.get('SELECT 1 FROM event_row WHERE id = ? AND direction = 0', id) !== undefined,
  )
  const bytes = rawOf(reader, ids)
  banOn(made, ids)
  const retention = { ...keepAll, raw: 1, events: 1, rollups: 1, entities: 1 }
  expect(previewIn(reader, retention).pinned).toBe(ids.length)
  sweep(made, retention)
  expect(rawOf(reader, ids)).toEqual(bytes)
  for (const id of ids) {
    expect(
      reader.get(
        'SELECT 1 FROM event e JOIN dialog d ON d.id = e.dialog JOIN source s ON s.id = e.source WHERE e.id = ?',
        id,
      ),
    ).toBeDefined()
  }
  const old = reader.get('SELECT sum(messages) AS n FROM raw_block WHERE to_time < ?', (now - 2 * day) * 1000)
  expect(old).toEqual({ n: ids.length })
  await expectInOrder(made)
})

test('a ban that is proposed while messages are deleted keeps its evidence', () => {
  const made = filled()
  const { reader } = made.store
  const last = reader.get<{ id: number }>(
    'SELECT max(id) AS id FROM event_row WHERE direction = 0 AND time < ?',
    (now - 3 * day) * 1000,
  )?.id
  let steps = 0
  const propose = (): void => {
    steps += 1
    if (steps === 1) banOn(made, [last ?? 0])
  }
  sweep(made, { ...keepAll, raw: 1, events: 1 }, propose, 0)
  expect(steps).toBeGreaterThan(1)
  expect(rawOfOne(reader, last ?? 0)).toBeInstanceOf(Uint8Array)
})

test('what a proposal names that the feed has not recorded yet is kept too, also of a whole network', () => {
  const made = filled()
  const { writer, reader } = made.store
  const row = reader.get<{ id: number; time: number; address: string }>(
    `SELECT e.id, e.time, s.address FROM event_row e JOIN source s ON s.id = e.source WHERE e.id < 100 AND e.direction = 0
      AND s.address LIKE '198.51.0.%'`,
  )
  const evidence = [{ time: (row?.time ?? 0) / 1000, sensor: 'x', sha256: '', summary: '', role: 'first' }]
  const signed = { intent: { kind: 'ban.proposed', body: { address: '198.51.0.0/24', evidence } } }
  const insert = "INSERT INTO outbox (intent, subject, kind, signed) VALUES ('i', 's', 'ban.proposed', ?)"
  writer.run(insert, JSON.stringify(signed))
  const retention = { ...keepAll, raw: 1, events: 1 }
  expect(previewIn(reader, retention).pinned).toBe(1)
  sweep(made, retention)
  expect(rawOfOne(reader, row?.id ?? 0)).toBeInstanceOf(Uint8Array)
  writer.run('DELETE FROM outbox')
  expect(sweep(made, retention)).toMatchObject({ raw: 1, events: 1 })
})

test('evidence of more time for a ban is kept, recorded or on its way', () => {
  const made = filled()
  const { writer, reader } = made.store
  const rows = reader.all<{ id: number; time: number; address: string }>(
    `SELECT e.id, e.time, s.address FROM event_row e JOIN source s ON s.id = e.source WHERE e.direction = 0 AND s.id =
      (SELECT source FROM event_row WHERE id < 400 AND direction = 0 GROUP BY source ORDER BY count(*) DESC LIMIT 1)
      ORDER BY e.id LIMIT 3`,
  )
  const [named, recorded, waiting] = rows
  banOn(made, [named?.id ?? 0])
  const ban = `ban-${named?.id ?? 0}`
  const naming = (row: typeof recorded): string => {
    const evidence = [{ time: (row?.time ?? 0) / 1000, sensor: 'x', sha256: '', summary: '', role: 'latest' }]
    return JSON.stringify({ intent: { kind: 'ban.extension-proposed', subject: ban, body: { evidence } } })
  }
  const columns = "(intent, subject, kind, hash, record) VALUES ('more', ?, 'ban.extension-proposed', '', ?)"
  writer.run(`INSERT INTO ledger_record ${columns}`, ban, naming(recorded))
  const sent = "(intent, subject, kind, signed) VALUES ('on its way', ?, 'ban.extension-proposed', ?)"
  writer.run(`INSERT INTO outbox ${sent}`, ban, naming(waiting))
  sweep(made, { ...keepAll, raw: 1, events: 1 })
  expect(rows.map(({ id }) => rawOfOne(reader, id) instanceof Uint8Array)).toEqual([true, true, true])
})

test('what was counted of a source over its life stays when its messages go, as if none had gone', () => {
  const [made, whole] = [filled(), filled()]
  expectExact(whole.store)
  sweep(made, { ...keepAll, raw: 2, events: 3, rollups: 3 })
  const border = Math.floor(now / day) - 3
  const lifetime = [
    ...['source', 'source_kind', 'source_sensor', 'source_dialled', 'source_number', 'source_prefix', 'source_user'],
    ...['source_guess', 'dialled', 'sensor', 'dialog_minute', 'tally_day', 'rollup_day'],
    `tally_minute WHERE minute >= ${border * 1440}`,
    `rollup_hour WHERE hour >= ${border * 24}`,
    `event WHERE time >= ${border * day * 1000}`,
  ]
  for (const table of lifetime) {
    const rows = ({ store: { reader } }: TestStore): unknown => reader.all(`SELECT * FROM ${table}`)
    expect({ [table]: rows(made) }).toEqual({ [table]: rows(whole) })
  }
})

test('no id is given twice, and what comes back is a source and a dialog of its own', async () => {
  const made = filled()
  const { reader } = made.store
  const last = reader.get<{ event: number; dialog: number }>(
    'SELECT max(id) AS event, max(dialog) AS dialog FROM event',
  )
  // The newest ids of all belong to the oldest messages.
  made.events.store({
    ...{ sensor: 1, epoch: 'b'.repeat(16), first: 1 },
    events: takeTraffic(300, 3, (now - 9 * day) * 1000).map(factsOf),
  })
  const newest = reader.get<{ event: number; dialog: number }>(
    'SELECT max(id) AS event, max(dialog) AS dialog FROM event',
  )
  expect(newest?.event).toBeGreaterThan(last?.event ?? Infinity)
  sweep(made, { ...keepAll, raw: 4, events: 4, entities: 4 })
  expect(reader.get('SELECT 1 FROM event WHERE id = ?', newest?.event ?? 0)).toBeUndefined()
  made.events.store({
    ...{ sensor: 1, epoch: 'b'.repeat(16), first: 301 },
    events: takeTraffic(300, 3, (now - 3_600_000) * 1000).map(factsOf),
  })
  const ids = reader.all<{ id: number; dialog: number }>('SELECT id, dialog FROM event WHERE id > ?', last?.event ?? 0)
  expect(ids).toHaveLength(300)
  expect(Math.min(...ids.map(({ id }) => id))).toBe((newest?.event ?? 0) + 1)
  await expectInOrder(made)
})

test('messages that are stored, judged anew and packed meanwhile', async () => {
  const made = filled()
  const { writer, reader } = made.store
  const more = takeTraffic(2_000, 21, (now - 9.4 * day) * 1000).map(factsOf)
  let [stored, rounds] = [0, 0]
  const retention = { ...keepAll, raw: 3, events: 4, rollups: 3, entities: 5 }
  for (let again = 0; again < 2; again += 1) {
    const meanwhile = (): void => {
      rounds += 1
      const events = more.slice(stored, stored + 37 * (1 + (rounds % 9)))
      made.events.store({ sensor: 2, epoch: 'c'.repeat(16), first: stored + 1, events })
      stored += events.length
      const rules = rounds % 2 === 0 ? otherRules.judge : judgeMessage
      made.events.revise({ first: rounds * 60, last: rounds * 60 + 200 }, rules)
      if (rounds % 3 === 0) packWaiting(writer, 600)
    }
    sweep(made, retention, meanwhile, 1)
  }
  expect(rounds).toBeGreaterThan(10)
  await expectInOrder(made)
  sweep(made, retention)
  await expectInOrder(made)
  expect(reader.get('SELECT count(*) AS n FROM event WHERE time < ?', (now - 5 * day) * 1000)).toEqual({ n: 0 })
})

test('a budget takes the oldest raw bytes, and then the oldest messages, but never those of today', async () => {
  const made = filled()
  const { reader } = made.store
  const border = (budget: number) => previewIn(reader, { ...keepAll, budget })
  const { bytesNow } = border(1e12)
  expect(border(bytesNow)).toMatchObject({ raw: { rows: 0 }, events: { rows: 0 } })
  const little = border(bytesNow - 10_000)
  expect(little.raw.rows).toBeGreaterThan(200)
  expect(little.events.rows).toBe(0)
  const retention = { ...keepAll, budget: 1 }
  const all = previewIn(reader, retention)
  const today = Math.floor(now / day) * day * 1000
  sweep(made, retention)
  expect(reader.get('SELECT count(*) AS n FROM event WHERE time < ?', today)).toEqual({ n: 0 })
  expect(rowsOf(reader).events).toBe(80)
  expect(all.events.before).toBe(today / 1000)
  await expectInOrder(made)
})

test('every piece is small, however much goes', () => {
  const made = filled()
  const { writer } = made.store
  const pins = pinsOf(writer)
  const plan = retentionPlan(writer, pins, { ...keepAll, raw: 1, events: 1, rollups: 1, entities: 1 }, now)
  const running = retentionSweep(writer, plan, pins, () => made.events.forget())
  const pieces: number[] = []
  for (let swept = running.step(0); swept; swept = running.step(0)) {
    expect(swept.length).toBeLessThan(2)
    pieces.push(...swept.map(({ rows }) => rows))
  }
  // A block's messages at most, or so many counts.
  expect(Math.max(...pieces)).toBeLessThanOrEqual(511)
  expect(pieces.length).toBeGreaterThan(50)
})
