import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { Reader, SqlParam } from '../../../src/engine/store/connection.ts'
import { campaignSparkline, campaignTotals } from '../../../src/engine/store/campaigns.ts'
import { dialogById, listDialogs } from '../../../src/engine/store/dialogs.ts'
import { inboxCandidates } from '../../../src/engine/store/inbox/candidates.ts'
import { marksOf } from '../../../src/engine/store/inbox/marks.ts'
import { eventsAt } from '../../../src/engine/store/evidence.ts'
import { dialogMessages, firstIds, firstMessages, listEvents, messagesById } from '../../../src/engine/store/events.ts'
import { busiestIn, originsIn } from '../../../src/engine/store/active.ts'
import {
  ratesPerMinutes,
  ratesPerSecond,
  sourceEventsIn,
  sourceRatePerMinutes,
  sourceRatePerSeconds,
  totalsIn,
} from '../../../src/engine/store/live.ts'
import { migrate, readMigrations } from '../../../src/engine/store/migrate.ts'
import { quickSearch } from '../../../src/engine/store/search.ts'
import { fingerprintsOf, guessTotals, listGuesses, unknownGuesses } from '../../../src/engine/store/guesses.ts'
import {
  classesOf,
  listSources,
  numbersOf,
  sourceByAddress,
  toolsOf,
  traitsOf,
  usersOf,
  type StoredSource,
} from '../../../src/engine/store/sources.ts'
import { activityOf, sensorShares } from '../../../src/engine/store/report-facts.ts'
import { bounds, receivedRows, tallyRowsOf } from '../../../src/engine/store/tallies/tallies.ts'
import { hoursOf, quartersOf } from '../../../src/engine/store/source-hours.ts'
import { summaryOf } from '../../../src/engine/store/summary.ts'
import { agentsBySource, numbersBySource } from '../../../src/engine/store/texts-by-source.ts'

/** What ANALYZE says of a store of 20 million events: rows of a table, and rows for each value of an index's columns. */
const statistics: readonly (readonly [table: string, index: string | null, counts: string])[] = [
  ['event', 'event_time', '20000000 1'],
  ['event', 'event_source', '20000000 700 1'],
  ['event', 'event_dialog', '20000000 4'],
  ['event', 'event_dialled', '3000000 30 1'],
  ['dialog', 'dialog_call', '5000000 180 1'],
  ['dialog', 'dialog_source', '5000000 180 1'],
  ['kind', 'kind_key', '4000 1000 1000 900 500 100 50 20 10 5 4 3 2 1 1'],
  ['kind', 'kind_fingerprint', '4000 8'],
  ['kind', 'kind_user_agent', '4000 6'],
  ['tally_minute', 'tally_minute', '3000000 200 4 1'],
  ['tally_hour', 'tally_hour', '600000 2500 4 1'],
  ['tally_hour', 'tally_hour_source', '600000 20'],
  ['tally_day', 'tally_day', '100000 10000 4 1'],
  ['rollup_minute', 'rollup_minute', '1500000 100 1'],
  ['rollup_hour', 'rollup_hour', '100000 400 1'],
  ['rollup_day', 'rollup_day', '10000 1000 1'],
  ['source_kind', 'source_kind', '120000 4 1'],
  ['source_kind', 'source_kind_kind', '120000 30'],
  ['source', 'source_last_seen', '30000 1 1'],
  ['source', 'source_messages', '30000 10 1'],
  ['source', 'source_verdict', '30000 5000 10 1'],
  ['dialog_minute', null, '14400'],
  ['rollup_second', 'rollup_second', '40000 6 3 1'],
  ['source_sensor', 'source_sensor', '40000 2 1'],
  ['place', null, '200'],
  ['method', null, '20'],
  ['sensor', null, '4'],
  ['listener', null, '4'],
  ['user_agent', null, '600'],
  ['user', null, '20000'],
  ['campaign_source', 'campaign_source', '200 20 1'],
]

/** The planner decides otherwise once it knows how much there is: readers must do well before ANALYZE and after it. */
const known = ['never analysed', 'analysed'] as const

function openPlanned(statistical: (typeof known)[number]): Database.Database {
  const database = new Database(':memory:')
  migrate(database, readMigrations())
  if (statistical === 'never analysed') return database
  database.exec('ANALYZE; DELETE FROM sqlite_stat1')
  const insert = database.prepare('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)')
  for (const row of statistics) insert.run(...row)
  database.exec('ANALYZE sqlite_schema')
  return database
}

/** Without reading what a statement made on its way: what went into it has steps of its own. */
function withoutMade(steps: readonly string[]): readonly string[] {
  const made = steps.flatMap((step) => /^(?:CO-ROUTINE|MATERIALIZE) (\S+)/.exec(step)?.[1] ?? [])
  return steps.filter((step) => !made.some((name) => step === `SCAN ${name}`))
}

/** Asks SQLite how it would answer every statement that `read` runs. */
function planOf(read: (reader: Reader) => unknown, statistical: (typeof known)[number]): string {
  const database = openPlanned(statistical)
  const plans: string[] = []
  const explain = (sql: string, params: readonly unknown[]): void => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[]
    plans.push(...withoutMade(steps.map(({ detail }) => detail)))
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

const week = { from: 1e12, to: 1e12 + 7 * 86_400_000 + 1 }
/** As if one source had been heard on both sides of every range, and on none of its whole days. */
const withSourcesAround = (reader: Reader): Reader => ({
  ...reader,
  get: <Row>(sql: string, ...params: readonly SqlParam[]) => {
    reader.get(sql, ...params)
    return { inside: 0, around: 1, found: 0 } as Row
  },
})
const readers: readonly (readonly [string, (reader: Reader) => unknown])[] = [
  ['events of all sources', (reader) => listEvents(reader, { limit: 100, range: hour })],
  ['next page of events', (reader) => listEvents(reader, { limit: 100, cursor: place, range: hour })],
  ['events of a source', (reader) => listEvents(reader, { limit: 100, source: '192.0.2.1' })],
  ['messages of a dialog', (reader) => dialogMessages(reader, 1, 500)],
  ['a dialog', (reader) => dialogById(reader, 1)],
  ['dialogs of a source', (reader) => listDialogs(reader, { limit: 100, source: '192.0.2.1' })],
  ['next page of dialogs', (reader) => listDialogs(reader, { limit: 100, cursor: place })],
  ['rate per second', (reader) => ratesPerSecond(reader, hour)],
  ['rate per minute', (reader) => ratesPerMinutes(reader, hour, 5)],
  ['totals of an hour', (reader) => totalsIn(reader, hour)],
  ['totals of a week', (reader) => totalsIn(reader, week)],
  ['totals of a week with sources heard before and after it', (reader) => totalsIn(withSourcesAround(reader), week)],
  ['totals of a minute', (reader) => totalsIn(reader, minute)],
  ['attackers of an hour', (reader) => busiestIn(reader, hour, 50)],
  ['attackers of a minute', (reader) => busiestIn(reader, minute, 50)],
  ['programs of some sources', (reader) => agentsBySource(reader, [1, 2])],
  ['numbers of some sources', (reader) => numbersBySource(reader, [1, 2])],
  ['origins of an hour', (reader) => originsIn(reader, hour)],
  ['origins of a minute', (reader) => originsIn(reader, minute)],
  ['rate per hour', (reader) => ratesPerMinutes(reader, week, 60)],
  ['seconds of a source', (reader) => sourceRatePerSeconds(reader, 1, hour, 6)],
  ['minutes of a source', (reader) => sourceRatePerMinutes(reader, 1, hour, 6)],
  ['hours of a timeline', (reader) => sourceRatePerMinutes(reader, 1, week, 60)],
  ['how many events a source has in a range', (reader) => sourceEventsIn(reader, 1, week)],
  ['a source', (reader) => sourceByAddress(reader, '192.0.2.1')],
  ['numbers of a source', (reader) => numbersOf(reader, [1])],
  ['hours of a source', (reader) => hoursOf(reader, 1)],
  ['quarters of hours of a source', (reader) => quartersOf(reader, 1)],
  ['minutes of a report', (reader) => activityOf(reader, [1, 2], 1e15)],
  ['sensors of a report', (reader) => sensorShares(reader, [1, 2])],
  ['traits of sources', (reader) => traitsOf(reader, [1, 2])],
  ['classes of a source', (reader) => classesOf(reader, 1)],
  ['tools of a source', (reader) => toolsOf(reader, 1)],
  ['evidence of a source', (reader) => eventsAt(reader, '192.0.2.1', 1)],
  ['totals of a campaign', (reader) => campaignTotals(reader, 1)],
  ['sparkline of a campaign', (reader) => campaignSparkline(reader, 1)],
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
]

/** The planner's names of big tables, as readers call them. What is made on the way, and lists of ids, may be scanned. */
const scans =
  /SCAN (e|event|g|dialog|s|source|r|raw\w*|x|d|t|u|n|k|kind|o|source_\w+|rollup_\w+|tally_\w+|dialog_minute)\b/

describe.each(known)('in a store that was %s', (statistical) => {
  /** Big tables must be searched by an index, never scanned; sorting happens only over what was found. */
  test.each(readers)('%s', (_name, read) => {
    const plan = planOf(read, statistical)
    expect(plan).not.toMatch(scans)
    // SQLite makes itself an index of what it would have to read anew for every row.
    expect(plan).not.toMatch(/AUTOMATIC/)
  })

  test.each(['last-seen', 'messages', 'severity'] as const)('sources by %s come in the order of an index', (order) => {
    const plan = planOf((reader) => listSources(reader, { order, limit: 100 }), statistical)
    expect(plan).toMatch(/USING INDEX source_/)
    expect(plan).not.toMatch(/TEMP B-TREE/)
  })

  test('the Inbox goes through sources and marks by their indexes, in order, and through no events', () => {
    const plan = planOf((reader) => inboxCandidates(reader, 1e12, 20_000), statistical)
    expect(plan).toMatch(/SEARCH s USING INDEX source_verdict \(verdict<\?\)/)
    expect(plan).not.toMatch(scans)
    expect(plan).not.toMatch(/SCAN|AUTOMATIC|TEMP B-TREE|\bevent\b/)
    expect(planOf((reader) => marksOf(reader, ['192.0.2.1']), statistical)).not.toMatch(/SCAN (?!w )|AUTOMATIC/)
  })

  test('events and dialogs come in the order of an index', () => {
    const range = { from: 0, to: 1e13 }
    const lists = [
      (reader: Reader) => listEvents(reader, { limit: 100 }),
      (reader: Reader) => listEvents(reader, { limit: 100, range, cursor: place }),
      (reader: Reader) => listEvents(reader, { limit: 100, source: '192.0.2.1', cursor: place }),
      (reader: Reader) => listDialogs(reader, { limit: 100 }),
      (reader: Reader) => listDialogs(reader, { limit: 100, source: '192.0.2.1' }),
    ]
    expect(planOf((reader) => listEvents(reader, { limit: 100 }), statistical)).toMatch(/USING INDEX event_time/)
    for (const list of lists) {
      // The names of a dialog's methods are put in order, twenty at most.
      const plan = planOf(list, statistical).replaceAll('TEMP B-TREE FOR json_group_array(ORDER BY)', '')
      expect(plan).not.toMatch(/TEMP B-TREE/)
    }
  })

  test('the messages of a dialog are read up to a bound, however many it has', () => {
    const plan = planOf((reader) => reader.all(firstIds, 1, 500), statistical)
    expect(plan).toBe('SEARCH event USING COVERING INDEX event_dialog (dialog=?)')
  })

  test('tallies of a range are grouped in the order they are read in', () => {
    const plan = planOf((reader) => reader.all(`SELECT * FROM ${receivedRows}`, bounds([])), statistical)
    expect(plan).toMatch(/SEARCH t USING PRIMARY KEY \(day>\? AND day<\?\)/)
    expect(plan).not.toMatch(/TEMP B-TREE/)
  })

  test('a few sources are looked up in each step of a range', () => {
    const at = { ...bounds([]), sources: '[1]' }
    const plan = planOf((reader) => reader.all(`SELECT * FROM ${tallyRowsOf}`, at), statistical)
    const lookups =
      /SEARCH t USING (PRIMARY KEY \((minute|hour|day)=\? AND source=\?|INDEX tally_hour_source \(source=\? AND hour=\?)\)/g
    expect(plan.match(lookups)).toHaveLength(6)
  })

  test('a search never scans the dialogs or numbers; for a Call-ID it looks through an index of the sources', () => {
    const plan = planOf((reader) => quickSearch(reader, '+46850780296'), statistical)
    expect(plan).not.toMatch(/SCAN (dialog|g|source|n|number)\b/)
    expect(plan).toMatch(/SCAN s USING COVERING INDEX/)
    expect(plan).toMatch(/SEARCH g USING INDEX dialog_call \(source=\? AND call_hash=\?\)/)
  })
})
