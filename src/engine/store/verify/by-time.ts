import { microsecondsPerMinute } from '../codes.ts'
import type { Kept } from './kept.ts'
import { minutesIn, type Level } from '../tallies/cover.ts'
import { sums, type Comparison } from './compare.ts'
import type { VerifyRun } from './run.ts'

/** About how many events are looked at by one statement: a tenth of a second. */
const stretchEvents = 100_000
/** Behind every time there is; still a number that SQLite holds. */
const forEver = Number.MAX_SAFE_INTEGER

const sizeOf = (level: Level): number => minutesIn[level] * microsecondsPerMinute

const tallied = (level: Level): Comparison =>
  sums(
    `counts by the ${level}`,
    [level, 'source', 'kind'],
    `SELECT ${level}, source, kind, messages AS n FROM tally_${level} WHERE ${level} >= @fromBucket AND ${level} < @toBucket`,
    `SELECT time / ${sizeOf(level)} AS ${level}, source, kind, 1 AS n FROM event WHERE time >= @from AND time < @to`,
  )
const comparisons = { minute: tallied('minute'), hour: tallied('hour'), day: tallied('day') }

const unrelated: Comparison = {
  name: 'messages without what they name',
  sql: `
    SELECT e.id AS message FROM event e LEFT JOIN kind k ON k.id = e.kind LEFT JOIN source s ON s.id = e.source
      LEFT JOIN dialog d ON d.id = e.dialog LEFT JOIN named n ON n.id = e.named LEFT JOIN dialled c ON c.id = e.dialled
    WHERE e.time >= @from AND e.time < @to AND (k.id IS NULL OR s.id IS NULL OR d.id IS NULL
      OR (n.id IS NULL AND e.named IS NOT NULL) OR (c.id IS NULL AND e.dialled > 0))
    LIMIT 5`,
}

/** Every event is counted at its time, in the finest counts that are kept of that time. */
export async function verifyTimes(run: VerifyRun, kept: Kept): Promise<void> {
  const parts = [
    { level: 'day', from: 0, to: kept.hours },
    { level: 'hour', from: kept.hours, to: kept.minutes },
    { level: 'minute', from: kept.minutes, to: forEver },
  ] as const
  for (const { level, from, to } of parts) await verifyStretches(run, level, Math.max(from, kept.events), to)
}

/** `to` is not part of it; both lie on borders of the level. */
async function verifyStretches(run: VerifyRun, level: Level, from: number, to: number): Promise<void> {
  const size = sizeOf(level)
  for (let at = from; at < to && !run.full;) {
    const ahead = run.reader.get<{ time: number }>(nthTime, at, to, stretchEvents)?.time
    const end = ahead === undefined ? to : Math.min(to, Math.ceil((ahead + 1) / size) * size)
    const place = { from: at, to: end, fromBucket: Math.floor(at / size), toBucket: Math.ceil(end / size), whole: 0 }
    run.compare([comparisons[level], unrelated], place)
    const looked = ahead === undefined ? run.reader.get<{ n: number }>(countTimes, at, end)?.n : stretchEvents
    await run.step(looked ?? 0)
    at = end
  }
}

const nthTime = 'SELECT time FROM event WHERE time >= ? AND time < ? ORDER BY time LIMIT 1 OFFSET ?'
const countTimes = 'SELECT count(*) AS n FROM event WHERE time >= ? AND time < ?'
