import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readerOf, type Reader, type SqlParam } from '../../../../src/engine/store/connection.ts'
import { dialogsPage } from '../../../../src/engine/store/query/dialogs.ts'
import { facetsOf } from '../../../../src/engine/store/query/facets.ts'
import { fingerprintsPage } from '../../../../src/engine/store/query/fingerprints.ts'
import { histogramOf } from '../../../../src/engine/store/query/histogram.ts'
import { hitsOf } from '../../../../src/engine/store/query/hits.ts'
import { messagesPage } from '../../../../src/engine/store/query/messages.ts'
import { numbersPage } from '../../../../src/engine/store/query/numbers.ts'
import { planOf, type Plan } from '../../../../src/engine/store/query/plan.ts'
import { startRun, type Run } from '../../../../src/engine/store/query/run.ts'
import { addressesOf, sourcesPage } from '../../../../src/engine/store/query/sources.ts'
import { parseFilter } from '../../../../src/filter/parse.ts'
import { randomStore } from './random-store.ts'

const now = Date.UTC(2026, 2, 30)
let open: ReturnType<typeof randomStore>
let database: Database.Database
beforeAll(() => {
  open = randomStore(7, 300, now)
  database = new Database(open.store.path, { readonly: true })
})
afterAll(() => {
  database.close()
  open.stop()
})

/** Keeps how SQLite answers every statement on its way. */
function explaining(plans: Map<string, string>): Reader {
  const reader = readerOf(database)
  const explain = (sql: string, params: readonly SqlParam[]): void => {
    if (plans.has(sql)) return
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...params) as { detail: string }[]
    plans.set(sql, steps.map(({ detail }) => detail).join('\n'))
  }
  return {
    get: (sql, ...params) => (explain(sql, params), reader.get(sql, ...params)),
    all: (sql, ...params) => (explain(sql, params), reader.all(sql, ...params)),
  }
}

const page = { limit: 20 }
const answers: readonly ((run: Run, plan: Plan) => unknown)[] = [
  hitsOf,
  facetsOf,
  (run, plan) => messagesPage(run, plan, page),
  (run, plan) => messagesPage(run, plan, { ...page, sort: { by: 'time', descending: false } }),
  (run, plan) => dialogsPage(run, plan, page),
  (run, plan) => sourcesPage(run, plan, page),
  (run, plan) => numbersPage(run, plan, page),
  (run, plan) => fingerprintsPage(run, plan, page),
  (run, plan) => histogramOf(run, plan, 100, 'Europe/Berlin'),
  (run, plan) => addressesOf(run, plan, 1_000),
]

/** Tables that grow with the messages stored, and what statements call them. */
const big =
  /SCAN (e|event|d|dialog|g|r|raw|t|x|tally_\w+|rollup_minute|rollup_hour|source_kind|dialled)( |$)(?!.*VIRTUAL)/m

test.each([
  '',
  'method:INVITE',
  'method:INVITE,REGISTER since:2026-03-29',
  'class:toll-fraud country:SE',
  '-tool:sipvicious',
  'src:198.51.100.1',
  'src:198.51.100.0/24 -method:OPTIONS',
  'verdict:>=high at:2026-03-29..2026-03-30',
  'label:research',
  '-label:research campaign:*',
  'ban:yes',
  'expires:<2026-04-01',
  'whitelisted:no risk:critical',
  'num:46850780296',
  'num:+46850780296 or num:*80296',
  'num:*4685078029',
  'prefix:900 country:SE',
  'user:100',
  '-user:1001 method:REGISTER',
  'auth:1234',
  'callid:call-1',
  'callid:*all*',
  'from:bob or to:admin',
  'dialog:12',
  'size:>1000 src:198.51.100.1',
  'code:401 dir:out',
  '(num:46850780296 or class:toll-fraud) -country:DE until:2026-03-29T12:00',
  'scanner',
  'num:* malformed:yes',
])('no answer to %s reads a big table from end to end', (text) => {
  const { filter, problems } = parseFilter(text, { now, zone: 'Europe/Berlin' })
  expect(problems.filter(({ weight }) => weight === 'error')).toEqual([])
  if (!filter) throw new Error('this filter has no errors, and no meaning')
  const plans = new Map<string, string>()
  for (const answer of answers) {
    const run = startRun({ reader: explaining(plans), now })
    answer(run, planOf(run, { filter, answers: false }))
  }
  expect(plans.size).toBeGreaterThan(5)
  for (const [sql, plan] of plans) expect(plan, sql).not.toMatch(big)
})
