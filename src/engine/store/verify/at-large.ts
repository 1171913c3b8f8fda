import { microsecondsPerMinute, microsecondsPerSecond } from '../codes.ts'
import { wholeSecondsFrom } from '../whole-seconds.ts'
import type { Kept } from './kept.ts'
import { sums, type Comparison } from './compare.ts'
import type { VerifyRun } from './run.ts'

/** Seconds that are shown; older ones are pruned now and then. */
const shownSeconds = 7_200
/** Sources in one statement that reads all days. */
const stretchSources = 100_000

const attempts = sums(
  'how often anybody dialled it',
  ['dialled'],
  'SELECT id AS dialled, attempts AS n FROM dialled',
  'SELECT dialled, attempts AS n FROM source_dialled WHERE dialled > 0',
)
const dialogsBegun = sums(
  'dialogs begun',
  ['minute'],
  'SELECT minute, begun AS n FROM dialog_minute WHERE minute >= @fromMinute',
  `SELECT first_seen / ${microsecondsPerMinute} AS minute, 1 AS n FROM dialog
    WHERE first_seen >= @fromMinute * ${microsecondsPerMinute}`,
)
const stored = sums(
  'messages of a sensor',
  ['sensor'],
  'SELECT id AS sensor, stored AS n FROM sensor',
  'SELECT k.sensor, r.messages AS n FROM rollup_day r CROSS JOIN kind k ON k.id = r.kind',
)
const seconds = sums(
  'counts by the second',
  ['second', 'sensor', 'method'],
  'SELECT second, sensor, method, messages AS n FROM rollup_second WHERE second >= @fromSecond',
  `SELECT e.time / ${microsecondsPerSecond} AS second, k.sensor, iif(k.method <= 14, k.method, 0) AS method, 1 AS n
    FROM event e CROSS JOIN kind k ON k.id = e.kind
    WHERE e.time >= @fromSecond * ${microsecondsPerSecond} AND k.direction = 0`,
)
const kinds: Comparison = {
  name: 'kinds that are the same',
  sql: `
    SELECT min(id) AS kind, max(id) AS and_kind FROM kind
    GROUP BY sensor, listener, transport, direction, method, status, user_agent, tool, class, severity, proof, fault,
      fingerprint, foreign_via
    HAVING count(*) > 1 LIMIT 5`,
}
const ever = sums(
  'kinds of a source beside its days',
  ['source', 'kind'],
  'SELECT source, kind, messages AS n FROM source_kind WHERE source BETWEEN @source AND @lastSource',
  'SELECT source, kind, messages AS n FROM tally_day WHERE source BETWEEN @source AND @lastSource',
)

/** What is counted of all sources together, and what is counted of each over all time. */
export async function verifyAtLarge(run: VerifyRun, kept: Kept, now: number): Promise<void> {
  const fromMinute = Math.ceil(kept.events / microsecondsPerMinute)
  const shownFrom = Math.floor(now / 1000) - shownSeconds
  const fromSecond = Math.max(shownFrom, Math.ceil(kept.events / 1_000_000), wholeSecondsFrom(run.reader))
  for (const comparison of [kinds, attempts, dialogsBegun, stored, seconds]) {
    run.compare([comparison], { fromMinute, fromSecond, whole: 0 })
    await run.step(0)
  }
  const newest = run.reader.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM source')?.id ?? 0
  for (let source = 0; source <= newest && !run.full; source += stretchSources) {
    const lastSource = source + stretchSources > newest ? Number.MAX_SAFE_INTEGER : source + stretchSources - 1
    run.compare([ever], { source, lastSource, whole: 0 })
    await run.step(0)
  }
}
