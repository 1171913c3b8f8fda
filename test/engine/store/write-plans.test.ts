import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { factsOf, judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import type { Writer } from '../../../src/engine/store/connection.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import { moveJudged, nextOlder, olderEvents } from '../../../src/engine/store/judged.ts'
import { sourcesDue } from '../../../src/engine/store/verdicts.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1) * 1000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

/** Notes every statement on its way to the store. */
function noting(writer: Writer, statements: Set<string>): Writer {
  const note = (sql: string): string => {
    statements.add(sql)
    return sql
  }
  return {
    get: (sql, ...params) => writer.get(note(sql), ...params),
    all: (sql, ...params) => writer.all(note(sql), ...params),
    run: (sql, ...params) => writer.run(note(sql), ...params),
    prepare: (sql) => writer.prepare(note(sql)),
    transaction: (work) => writer.transaction(work),
  }
}

/** Values for a statement's parameters; a plan does not depend on them. */
function blanks(sql: string): unknown[] {
  const named = sql.match(/@\w+/g)
  if (named) return [Object.fromEntries(named.map((name) => [name.slice(1), 0]))]
  return (sql.match(/\?/g) ?? []).map(() => (sql.includes('json_each(?)') ? '[]' : 0))
}

/** Lists of ids, what one batch changes, and the few rows that say which rules judged which events. */
const small = /^SCAN (json_each|change|judged|\d+-ROW VALUES CLAUSE|\(subquery-\d+\))/

test('no statement of ingestion, re-analysis or verdicts reads a whole table', () => {
  open = openTestStore(1, () => start / 1000)
  const { store, sensors } = open
  const statements = new Set<string>()
  const writer = noting(store.writer, statements)
  const events = createEventWriter(writer, testGeo, () => start / 1000)
  const traffic = [...takeTraffic(1_500, 71, start), ...guessingTraffic(800, 71, start)].map(factsOf)
  for (let at = 0; at < traffic.length; at += 400) {
    const batch = traffic.slice(at, at + 400)
    events.store({ sensor: sensors[0] ?? 0, epoch: 'a'.repeat(16), first: at + 1, events: batch })
  }
  for (const judge of [otherRules.judge, judgeMessage]) events.revise({ first: 1, last: traffic.length }, judge)
  const stretch = nextOlder(writer, 2, 100)
  if (stretch) moveJudged(writer, stretch, 2)
  olderEvents(writer, 2)
  sourcesDue(writer, 0, 10)
  expect(statements.size).toBeGreaterThan(60)

  const database = new Database(store.path, { readonly: true })
  for (const sql of statements) if (sql.includes('CREATE TEMP')) database.exec(sql)
  const scans = [...statements].flatMap((sql) => {
    if (sql.includes('CREATE TEMP')) return []
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    const steps = plan.all(...blanks(sql)) as { detail: string }[]
    const scanned = steps.filter(({ detail }) => detail.startsWith('SCAN') && !small.test(detail))
    return scanned.map(({ detail }) => ({ detail, sql }))
  })
  database.close()
  expect(scans).toEqual([])
})
