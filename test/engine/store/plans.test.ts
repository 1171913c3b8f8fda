import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Reader } from '../../../src/engine/store/connection.ts'
import { listDialogs } from '../../../src/engine/store/dialogs.ts'
import { dialogMessages, firstMessages, listEvents, messagesById } from '../../../src/engine/store/events.ts'
import {
  busiestIn,
  originsIn,
  ratesPerMinutes,
  ratesPerSecond,
  sourceRatePerMinutes,
  sourceRatePerSeconds,
  totalsIn,
} from '../../../src/engine/store/live.ts'
import { migrate, readMigrations } from '../../../src/engine/store/migrate.ts'
import { quickSearch } from '../../../src/engine/store/search.ts'
import { fingerprintsOf, guessTotals, listGuesses, unknownGuesses } from '../../../src/engine/store/guesses.ts'
import {
  listSources,
  numbersOf,
  sourceByAddress,
  usersOf,
  type StoredSource,
} from '../../../src/engine/store/sources.ts'
import { hoursOf, quartersOf } from '../../../src/engine/store/source-hours.ts'
import { summaryOf } from '../../../src/engine/store/summary.ts'

/** Asks SQLite how it would answer every statement that `read` runs. */
function planOf(read: (reader: Reader) => unknown): string {
  const database = new Database(':memory:')
  migrate(database, readMigrations())
  const plans: string[] = []
  const explain = (sql: string, params: readonly unknown[]): void => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[]
    plans.push(...steps.map(({ detail }) => detail))
  }
  read({
    get: (sql, ...params) => (explain(sql, params), undefined),
    all: (sql, ...params) => (explain(sql, params), []),
  })
  database.close()
  return plans.join('\n')
}

const hour = { from: 1e12, to: 1e12 + 3_600_000 }
const minute = { from: 1e12, to: 1e12 + 60_000 }
const place = '1_2'
const anySource: StoredSource = {
  ...{ id: 1, address: '192.0.2.1', country: null, firstSeen: 0, lastSeen: 0, messages: 1, dialogs: 1, sensors: 1 },
  ...{ numbers: 0, prefixes: 0, proof: 0, severity: 5, firstInvite: null, peak: 1 },
  ...{ foreignVia: 0, refusals: 0, accepted: 0 },
}

/** Big tables must be searched by an index, never scanned; sorting happens only over what was found. */
test.each<[string, (reader: Reader) => unknown]>([
  ['events of all sources', (reader) => listEvents(reader, { limit: 100, range: hour })],
  ['next page of events', (reader) => listEvents(reader, { limit: 100, cursor: place, range: hour })],
  ['events of a source', (reader) => listEvents(reader, { limit: 100, source: '192.0.2.1' })],
  ['messages of a dialog', (reader) => dialogMessages(reader, 1, 500)],
  ['dialogs of a source', (reader) => listDialogs(reader, { limit: 100, source: '192.0.2.1' })],
  ['next page of dialogs', (reader) => listDialogs(reader, { limit: 100, cursor: place })],
  ['rate per second', (reader) => ratesPerSecond(reader, hour)],
  ['rate per minute', (reader) => ratesPerMinutes(reader, hour, 5)],
  ['totals of an hour', (reader) => totalsIn(reader, hour)],
  ['totals of a minute', (reader) => totalsIn(reader, minute)],
  ['attackers of an hour', (reader) => busiestIn(reader, hour, 50)],
  ['attackers of a minute', (reader) => busiestIn(reader, minute, 50)],
  ['origins of an hour', (reader) => originsIn(reader, hour)],
  ['seconds of a source', (reader) => sourceRatePerSeconds(reader, 1, hour, 6)],
  ['minutes of a source', (reader) => sourceRatePerMinutes(reader, 1, hour, 6)],
  ['a source', (reader) => sourceByAddress(reader, '192.0.2.1')],
  ['numbers of a source', (reader) => numbersOf(reader, [1])],
  ['hours of a source', (reader) => quartersOf(reader, 1)],
  ['users of a source', (reader) => usersOf(reader, 1)],
  ['guesses of a source', (reader) => listGuesses(reader, 1, place, 100)],
  ['totals of guesses', (reader) => guessTotals(reader, 1)],
  ['messages with unknown passwords', (reader) => unknownGuesses(reader, 1, 200)],
  ['fingerprints of a source', (reader) => fingerprintsOf(reader, 1)],
  ['summary of a source', (reader) => summaryOf(reader, anySource)],
  ['messages to compare', (reader) => messagesById(reader, [1, 2])],
  ['first messages of dialogs', (reader) => firstMessages(reader, [1, 2])],
  [
    'sources that dialled a number',
    (reader) => listSources(reader, { order: 'last-seen', number: '46850780296', limit: 100 }),
  ],
  ['sources of a campaign', (reader) => listSources(reader, { order: 'messages', campaign: 1, limit: 100 })],
])('%s', (_name, read) => {
  expect(planOf(read)).not.toMatch(/SCAN (e|event|g|dialog|s|source|r|raw|x|d|t|source_\w+|rollup_\w+|dialog_minute)\b/)
})

test.each(['last-seen', 'messages', 'severity'] as const)('sources by %s come in the order of an index', (order) => {
  const plan = planOf((reader) => listSources(reader, { order, limit: 100 }))
  expect(plan).toMatch(/USING INDEX source_/)
  expect(plan).not.toMatch(/TEMP B-TREE/)
})

test('events and dialogs come in the order of an index', () => {
  expect(planOf((reader) => listEvents(reader, { limit: 100 }))).toMatch(/USING INDEX event_time/)
  expect(planOf((reader) => listEvents(reader, { limit: 100 }))).not.toMatch(/TEMP B-TREE/)
  expect(planOf((reader) => listDialogs(reader, { limit: 100 }))).not.toMatch(/TEMP B-TREE/)
})

test('a search never scans the dialogs, sources or numbers', () => {
  expect(planOf((reader) => quickSearch(reader, '+46850780296'))).not.toMatch(/SCAN (dialog|source|n|number)\b/)
})
