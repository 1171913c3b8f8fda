import { afterEach, expect, test } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { factsOf, judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import { guessTotals, listGuesses } from '../../../src/engine/store/guesses.ts'
import { usersOf } from '../../../src/engine/store/sources.ts'
import { digestLine, loginText } from '../../support/guessing-traffic.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'
import { recount } from '../../support/recount.ts'

const start = Date.UTC(2026, 0, 1) * 1000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

/** Every message guesses for another user and is built in another way. */
function login(at: number): WireEvent {
  const user = `user${at}`
  const lines = [digestLine(user, 'x', `n${at}`), `X-${at}: y`]
  const text = loginText({ at, source: '192.0.2.9', user, tag: `t${at}`, via: '192.0.2.9', lines })
  return [start + at * 1_000, 0, '192.0.2.9', 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(text)]
}

const unlistedUsers = `
  SELECT count(*) AS n FROM user WHERE id NOT IN (SELECT user FROM source_user)
    AND id NOT IN (SELECT caller FROM dialog WHERE caller IS NOT NULL UNION SELECT callee FROM dialog WHERE callee IS NOT NULL)`

const count = (sql: string): number => open?.store.reader.get<{ n: number }>(sql)?.n ?? 0

test('a source that makes up names without end fills its lists, and the rest is counted in one row', () => {
  open = openTestStore(1, () => start / 1000)
  const { events, sensors, store } = open
  const most = 10_000
  const all = most + 300
  const facts = Array.from({ length: all }, (_, at) => factsOf(login(at)))
  const [sensor = 0] = sensors
  for (let at = 0; at < all; at += 2_000) {
    events.store({ sensor, epoch: 'a'.repeat(16), first: at + 1, events: facts.slice(at, at + 2_000) })
  }
  expect(guessTotals(store.reader, 1)).toEqual({
    ...{ attempts: all, listed: most, unlisted: 300, users: most, passwords: 0, unknown: most },
  })
  expect(count('SELECT count(*) AS n FROM guess')).toBe(most)
  // Names beyond the list are stored only where a dialog shows them.
  expect(count(unlistedUsers)).toBe(0)
  expect(count('SELECT count(*) AS n FROM source_user')).toBe(most + 1)
  expect(usersOf(store.reader, 1)).toHaveLength(200)
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
  // What is listed already goes on being counted there.
  events.store({ sensor, epoch: 'a'.repeat(16), first: all + 1, events: facts.slice(0, 10) })
  expect(guessTotals(store.reader, 1)).toMatchObject({ attempts: all + 10, unlisted: 300 })
})

const invite = (at: number, user: string, userAgent: string, source = '192.0.2.9'): WireEvent => {
  const lines = [
    `INVITE sip:${user}@192.0.2.1 SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${at}`,
    `From: <sip:100@192.0.2.1>;tag=${at}`,
    `To: <sip:${user}@192.0.2.1>`,
    `Call-ID: ${at}`,
    'CSeq: 1 INVITE',
    `User-Agent: ${userAgent}`,
  ]
  const raw = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return [start + at * 1_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, raw]
}

test('a source that changes its User-Agent without end fills its list, too', () => {
  open = openTestStore(1, () => start / 1000)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const facts = Array.from({ length: 700 }, (_, at) => factsOf(invite(at, '100', `scanner ${at}`)))
  for (let at = 0; at < 700; at += 100) {
    events.store({ sensor, epoch: 'a'.repeat(16), first: at + 1, events: facts.slice(at, at + 100) })
  }
  expect(count('SELECT count(*) AS n FROM source_tool')).toBe(501)
  expect(count('SELECT count(*) AS n FROM user_agent')).toBe(500)
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
  events.revise({ first: 1, last: 700 }, judgeMessage)
  expect(recount(store).kept).toEqual(kept)
})

test('what a source dials beyond its bound is counted in one row, and makes no numbers', () => {
  open = openTestStore(1, () => start / 1000)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const dial = (first: number, ...users: readonly string[]): void => {
    const facts = users.map((user, at) => factsOf(invite(first + at, user, 'x')))
    events.store({ sensor, epoch: 'a'.repeat(16), first, events: facts })
  }
  dial(1, '0046850780296')
  store.writer.run(`
    WITH RECURSIVE filled (id) AS (SELECT 1000 UNION ALL SELECT id + 1 FROM filled WHERE id < 100998)
    INSERT INTO source_dialled SELECT 1, id, 1, 0, 0 FROM filled`)
  createEventWriter(store.writer, testGeo, () => start / 1000).store({
    ...{ sensor, epoch: 'a'.repeat(16), first: 2 },
    events: ['0046850780297', '0046850780296'].map((user, at) => factsOf(invite(2 + at, user, 'x'))),
  })
  expect(count('SELECT count(*) AS n FROM dialled')).toBe(1)
  expect(store.reader.all('SELECT id, dialled FROM event ORDER BY id')).toEqual([
    { id: 1, dialled: 1 },
    { id: 2, dialled: 0 },
    { id: 3, dialled: 1 },
  ])
  expect(store.reader.all('SELECT dialled, attempts FROM source_dialled WHERE dialled < 2')).toEqual([
    { dialled: 0, attempts: 1 },
    { dialled: 1, attempts: 2 },
  ])
  expect(count('SELECT dialled AS n FROM dialog WHERE id = 2')).toBe(0)
  expect(count('SELECT numbers AS n FROM source')).toBe(1)
})

test('the list of guesses is read page by page, each row once', () => {
  open = openTestStore(1)
  const { events, sensors, store } = open
  const facts = Array.from({ length: 50 }, (_, at) => factsOf(login(at % 17)))
  events.store({ sensor: sensors[0] ?? 0, epoch: 'b'.repeat(16), first: 1, events: facts })
  const rows: string[] = []
  let cursor: string | undefined
  do {
    const page = listGuesses(store.reader, 1, cursor, 4)
    rows.push(...page.slice(0, 4).map(({ user, attempts }) => `${user} ${attempts}`))
    const last = page[3]
    cursor = page.length > 4 && last ? `${last.attempts}_${last.id}` : undefined
  } while (cursor !== undefined)
  expect(rows).toHaveLength(17)
  expect(new Set(rows).size).toBe(17)
  expect(rows.map((row) => Number(row.split(' ')[1]))).toEqual(
    [...rows.map((row) => Number(row.split(' ')[1]))].sort((a, b) => b - a),
  )
})
