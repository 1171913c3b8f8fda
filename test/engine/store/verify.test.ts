import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { factsOf, judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import type { Reader, SqlParam } from '../../../src/engine/store/connection.ts'
import { moveBorders } from '../../../src/engine/store/tallies/borders.ts'
import { moveKeptSources } from '../../../src/engine/store/verify/kept.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

vi.setConfig({ testTimeout: 60_000 })
const start = Date.UTC(2026, 2, 28, 23, 59, 50)
const day = 1440 * 60_000_000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

/** Of several days, and recent seconds too. */
function filled(days = [0, 1, 2]): TestStore {
  const made = openTestStore(2)
  open = made
  const recent = (Date.now() - 60_000) * 1000
  for (const [at, sensor] of made.sensors.entries()) {
    const events = [
      ...days.flatMap((later) => takeTraffic(150, 7 + at, start * 1000 + later * day)),
      ...guessingTraffic(150, 7, start * 1000 + day),
      ...takeTraffic(60, 9, recent),
    ]
    made.events.store({ sensor, epoch: 'a'.repeat(16), first: 1, events: events.map(factsOf) })
  }
  return made
}

test('a store in order has no differences, before and after its events are judged anew', async () => {
  const { store, events } = filled()
  expect(await verifyStore(store.reader)).toEqual([])
  events.revise({ first: 20, last: 400 }, otherRules.judge)
  expect(await verifyStore(store.reader)).toEqual([])
  events.revise({ first: 1, last: 900 }, judgeMessage)
  expect(await verifyStore(store.reader)).toEqual([])
})

test('an empty store has none either', async () => {
  open = openTestStore(1)
  expect(await verifyStore(open.store.reader)).toEqual([])
})

/** One thing wrong in each, and words of what is told about it. */
const damages: Readonly<Record<string, readonly [sql: string, words: RegExp]>> = {
  'a count by the minute': [
    'UPDATE tally_minute SET messages = messages + 1 WHERE minute = (SELECT max(minute) FROM tally_minute)',
    /counts by the minute: minute \d{4}-.*Z, source [\d.]+, kind \d+: kept \d+, counted \d+/,
  ],
  'a minute without messages': [
    'INSERT INTO tally_minute VALUES (5, 1, 1, 3)',
    /1970-01-01T00:05:00.000Z.*kept 3, counted 0/,
  ],
  'a count by the hour': [
    'UPDATE tally_hour SET messages = messages + 1',
    /counts by the hour beside those by the minute/,
  ],
  'a count by the day': ['UPDATE tally_day SET messages = messages + 1', /counts by the day beside those by the hour/],
  'a minute of all': ['UPDATE rollup_minute SET messages = messages + 1', /minutes beside those of all sources/],
  'an hour of all': ['DELETE FROM rollup_hour WHERE kind = 1', /hours beside minutes/],
  'a day of all': ['INSERT INTO rollup_day VALUES (90000000, 1, 1)', /days beside hours/],
  'kinds of a source': [
    'UPDATE source_kind SET messages = messages - 1 WHERE source = 3',
    /kinds of a source beside its days/,
  ],
  'a second': ['UPDATE rollup_second SET messages = messages + 1', /counts by the second/],
  'messages of a sensor': ['UPDATE sensor SET stored = stored + 1 WHERE id = 2', /messages of a sensor: sensor 2/],
  'attempts of a number': [
    'UPDATE dialled SET attempts = attempts + 1 WHERE id = 2',
    /how often anybody dialled it: dialled 2/,
  ],
  'numbers of a source': ['UPDATE source_number SET forms = forms + 1', /numbers of a source: source/],
  'prefixes of a source': ['DELETE FROM source_prefix WHERE prefix = 1', /prefixes of a source/],
  'how many numbers': ['UPDATE source SET numbers = numbers + 1 WHERE id = 5', /how many numbers a source has/],
  'how many prefixes': ['UPDATE source SET prefixes = 77 WHERE id = 5', /how many prefixes a source has/],
  'how many sensors': ['UPDATE source SET sensors = 3 WHERE id = 5', /how many sensors a source has/],
  'how many dialogs': ['UPDATE source SET dialogs = dialogs - 1 WHERE id = 5', /how many dialogs a source has/],
  'a sensor’s first time': [
    'UPDATE source_sensor SET first_seen = first_seen - 1',
    /sensors that heard a source.*kept first/,
  ],
  'what was dialled': ['UPDATE source_dialled SET last_seen = last_seen + 1', /what a source dialled.*kept last/],
  'a guess': ['UPDATE source_guess SET attempts = attempts + 1', /guesses of a source/],
  'a user': ['UPDATE source_user SET attempts = attempts + 1', /users that a source names/],
  'a peak': ['UPDATE source SET peak = peak + 1 WHERE id = 4', /most messages of a source in one second/],
  'a source’s messages': [
    'UPDATE source SET messages = messages + 1 WHERE id = 4',
    /^a source: source [\d.]+: kept messages \d+, counted messages \d+$/m,
  ],
  'a source’s severity': ['UPDATE source SET severity = 5 - severity WHERE id = 4', /a source: .*kept severity/],
  'a source’s first call': ['UPDATE source SET first_invite = 1 WHERE id = 4', /a source: .*kept first invite 1970-/],
  'a source’s answers': [
    'UPDATE source SET refusals = 0, accepted = 9 WHERE id = 4',
    /kept refusals 0.*kept accepted 9/,
  ],
  'a dialog’s messages': [
    'UPDATE dialog SET messages = messages + 1 WHERE id = 9',
    /dialog 9: messages kept \d+, read \d+/,
  ],
  'a dialog’s methods': ["UPDATE dialog SET methods = '5 5' WHERE id = 9", /dialog 9: methods kept 5 5, read/],
  'a dialog’s begin': ['UPDATE dialog SET first_seen = first_seen - 60000000 WHERE id = 9', /dialogs begun: minute/],
  'an event of nobody': ['UPDATE event SET source = 99999 WHERE id = 7', /messages without what they name: message 7/],
  'an event of another kind': [
    'UPDATE event SET kind = (SELECT max(id) FROM kind) WHERE id = 7',
    /counts by the minute/,
  ],
  'an event gone': ['DELETE FROM event WHERE id = 7', /counts by the minute/],
}

describe('whatever is wrong is told', () => {
  let all: TestStore | undefined
  beforeAll(() => {
    all = filled()
    open = undefined
  })
  afterAll(() => all?.stop())

  test.each(Object.entries(damages))('%s', async (_, [sql, words]) => {
    if (!all) throw new Error('no store')
    const { writer } = all.store
    writer.run('BEGIN')
    writer.run(sql)
    const differences = await verifyStore(writer)
    writer.run('ROLLBACK')
    expect(differences.join('\n')).toMatch(words)
  })
})

test('it ends at once when it is cancelled, and tells how far it is', async () => {
  const { store } = filled()
  const told: number[] = []
  const events = 2 * 660
  await verifyStore(store.reader, { onProgress: (done, total) => void told.push(done / total) })
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(told.at(-1)).toBe(1)

  const abort = new AbortController()
  const onProgress = (done: number): void => {
    if (done >= events) abort.abort(new Error('enough'))
  }
  await expect(verifyStore(store.reader, { signal: abort.signal, onProgress })).rejects.toThrow('enough')
})

test('a damaged store is not told to its last row', async () => {
  const { store } = filled([0, 1, 2, 3, 4, 5])
  store.writer.run('UPDATE tally_day SET messages = messages + 1')
  store.writer.run('UPDATE dialog SET messages = messages + 1')
  const differences = await verifyStore(store.reader)
  expect(differences).toHaveLength(201)
  expect(differences.at(-1)).toBe('and perhaps more: so many are enough')
})

test('what retention deleted is no difference, and what it left is still compared', async () => {
  const { store } = filled()
  const midnight = Math.floor((start * 1000) / day + 1) * 1440
  store.writer.transaction(() => {
    moveBorders(store.writer, { event: midnight, minute: 0, hour: 0 })
    store.writer.run('DELETE FROM event WHERE time < ?', midnight * 60_000_000)
    store.writer.run('DELETE FROM dialog WHERE id NOT IN (SELECT dialog FROM event)')
  })
  expect(await verifyStore(store.reader)).toEqual([])
  store.writer.transaction(() => {
    moveBorders(store.writer, { event: midnight, minute: midnight + 1440, hour: midnight })
    for (const level of ['minute', 'hour'] as const) {
      const border = level === 'minute' ? midnight + 1440 : midnight / 60
      store.writer.run(`DELETE FROM tally_${level} WHERE ${level} < ?`, border)
      store.writer.run(`DELETE FROM rollup_${level} WHERE ${level} < ?`, border)
    }
  })
  expect(await verifyStore(store.reader)).toEqual([])
  store.writer.run('UPDATE tally_hour SET messages = messages + 1 WHERE hour < ?', (midnight + 1440) / 60)
  expect((await verifyStore(store.reader)).join('\n')).toMatch(/counts by the hour: hour/)
})

test('sources that retention deleted leave the counts of all sources as they were', async () => {
  const { store } = filled()
  const { writer } = store
  const midnight = Math.floor((start * 1000) / day + 1) * 1440
  // The guessers, who never came again.
  const gone = "(SELECT id FROM source WHERE address LIKE '203.0.113.%')"
  expect(writer.get(`SELECT count(*) AS n FROM ${gone}`)).toEqual({ n: 6 })
  writer.transaction(() => {
    moveBorders(writer, { event: midnight + 1440, minute: midnight + 1440, hour: midnight + 1440 })
    for (const level of ['minute', 'hour'] as const) {
      const border = level === 'minute' ? midnight + 1440 : (midnight + 1440) / 60
      for (const table of ['tally', 'rollup']) writer.run(`DELETE FROM ${table}_${level} WHERE ${level} < ?`, border)
    }
    for (const table of ['dialled', 'number', 'prefix', 'user', 'guess', 'sensor', 'kind']) {
      writer.run(`DELETE FROM source_${table} WHERE source IN ${gone}`)
    }
    for (const table of ['tally_minute', 'tally_hour', 'tally_day', 'event', 'dialog']) {
      writer.run(`DELETE FROM ${table} WHERE source IN ${gone}`)
    }
    writer.run(`DELETE FROM source WHERE id IN ${gone}`)
  })
  expect((await verifyStore(store.reader)).join('\n')).toMatch(/days beside those of all sources/)
  moveKeptSources(writer, midnight + 1440)
  expect(await verifyStore(store.reader)).toEqual([])
})

test('what is stored and judged anew meanwhile is no difference', async () => {
  const { store, events, sensors } = filled()
  const more = takeTraffic(3_000, 11, start * 1000 + day).map(factsOf)
  let stored = 0
  const onProgress = (): void => {
    const batch = more.slice(stored, stored + 60)
    events.store({ sensor: sensors[1] ?? 0, epoch: 'b'.repeat(16), first: stored + 1, events: batch })
    stored += batch.length
    events.revise({ first: 1 + stored, last: 200 + stored }, stored % 120 === 0 ? otherRules.judge : judgeMessage)
  }
  expect(await verifyStore(store.reader, { onProgress })).toEqual([])
  expect(stored).toBeGreaterThan(600)
  expect(await verifyStore(store.reader)).toEqual([])
})

/** Read once in all; every other statement looks at its stretch alone. */
const readOnce = /SCAN (dialled|source_dialled|dialog_minute|dialog|sensor|r|rollup_day|tally_day|kind|x|g|u|\(.*\))$/

test('no stretch reads a whole table', async () => {
  const { store } = filled()
  const asked = new Map<string, readonly SqlParam[]>()
  const note = (sql: string, params: readonly SqlParam[]): void => void asked.set(sql, params)
  const reader: Reader = {
    get: (sql, ...params) => {
      note(sql, params)
      return store.reader.get(sql, ...params)
    },
    all: (sql, ...params) => {
      note(sql, params)
      return store.reader.all(sql, ...params)
    },
  }
  expect(await verifyStore(reader)).toEqual([])
  expect(asked.size).toBeGreaterThan(25)
  const scans = [...asked].flatMap(([sql, params]) =>
    store.reader
      .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params)
      .filter(({ detail }) => detail.startsWith('SCAN') && !readOnce.test(detail.replace(/ (USING|VIRTUAL).*/, '')))
      .map(({ detail }) => ({ detail, sql })),
  )
  expect(scans).toEqual([])
})

test('a dialog of more messages than are read at a time is read in pages', async () => {
  const made = openTestStore(1)
  open = made
  const message = (at: number): WireEvent => {
    const text = [
      `${at === 20_100 ? 'MESSAGE' : 'OPTIONS'} sip:100@192.0.2.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-${at}`,
      'Call-ID: always-the-same',
      `CSeq: ${at} OPTIONS`,
    ].join('\r\n')
    return [start * 1000 + at * 10, 0, '198.51.100.7', 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(`${text}\r\n\r\n`)]
  }
  for (let at = 0; at < 20_200; at += 4_040) {
    const events = Array.from({ length: 4_040 }, (_, n) => factsOf(message(at + n)))
    made.events.store({ sensor: made.sensors[0] ?? 0, epoch: 'a'.repeat(16), first: at + 1, events })
  }
  const { reader, writer } = made.store
  expect(await verifyStore(reader)).toEqual([])
  writer.run("UPDATE dialog SET methods = '6' WHERE id = 1")
  expect(await verifyStore(reader)).toEqual(['dialog 1: methods kept 6, read 6 12'])
})
