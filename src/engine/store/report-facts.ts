import { microsecondsPerMinute, toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'
import { bordersOf } from './tallies/borders.ts'
import { minutesIn, type Level } from './tallies/cover.ts'

/** What some sources sent, step by step. */
export interface Activity {
  /** Minutes of each step: 1 as long as minutes are kept of all that they did, else 60 or 1440. */
  readonly width: number
  /** Steps that hold any message, oldest first; `time` is the beginning in UTC milliseconds. */
  readonly steps: readonly { readonly time: number; readonly messages: number }[]
}

interface StepRow {
  readonly at: number
  readonly messages: number
}

/** @param sources ids. @param from microseconds of the first message of any of them. */
export function activityOf(reader: Reader, sources: readonly number[], from: number): Activity {
  const { minute, hour } = bordersOf(reader)
  const begin = Math.floor(from / microsecondsPerMinute)
  const level: Level = begin >= Math.max(minute, hour) ? 'minute' : begin >= hour ? 'hour' : 'day'
  const rows = reader.all<StepRow>(activitySql[level], JSON.stringify(sources))
  return { width: minutesIn[level], steps: rows.map(({ at, messages }) => ({ time: at * 60_000, messages })) }
}

/** Looks every source up in the steps of an hour or day in which it was there. */
const activitySql: Readonly<Record<Level, string>> = {
  minute: `
    WITH RECURSIVE minutes(of) AS (SELECT 0 UNION ALL SELECT of + 1 FROM minutes WHERE of < 59)
    SELECT t.minute AS at, sum(t.messages) AS messages
    FROM (SELECT DISTINCT x.source, x.hour FROM json_each(?) wanted
        CROSS JOIN tally_hour x INDEXED BY tally_hour_source ON x.source = wanted.value) h
      CROSS JOIN minutes CROSS JOIN tally_minute t ON t.minute = h.hour * 60 + of AND t.source = h.source
      CROSS JOIN kind k ON k.id = t.kind
    WHERE k.direction = 0 GROUP BY t.minute ORDER BY t.minute`,
  hour: `
    SELECT t.hour * 60 AS at, sum(t.messages) AS messages
    FROM json_each(?) wanted CROSS JOIN tally_hour t INDEXED BY tally_hour_source ON t.source = wanted.value
      CROSS JOIN kind k ON k.id = t.kind
    WHERE k.direction = 0 GROUP BY t.hour ORDER BY t.hour`,
  // Days are few: there is no index of them by source.
  day: `
    WITH wanted AS MATERIALIZED (SELECT value AS id FROM json_each(?))
    SELECT t.day * 1440 AS at, sum(t.messages) AS messages
    FROM tally_day t CROSS JOIN kind k ON k.id = t.kind
    WHERE t.day >= (SELECT min(s.first_seen) / 86400000000 FROM wanted w CROSS JOIN source s ON s.id = w.id)
      AND t.source IN (SELECT id FROM wanted) AND k.direction = 0
    GROUP BY t.day ORDER BY t.day`,
}

export interface SensorShare {
  readonly sensor: number
  readonly alias: string
  readonly region: string
  readonly messages: number
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Which sensors saw these sources, most messages first; by alias, since their addresses must stay unknown. */
export function sensorShares(reader: Reader, sources: readonly number[]): readonly SensorShare[] {
  const rows = reader.all<SensorShare>(
    `SELECT x.sensor, s.name AS alias, s.region, sum(x.messages) AS messages, min(x.first_seen) AS firstSeen,
       max(x.last_seen) AS lastSeen
     FROM source_sensor x JOIN sensor s ON s.id = x.sensor
     WHERE x.source IN (SELECT value FROM json_each(?)) GROUP BY x.sensor ORDER BY messages DESC`,
    JSON.stringify(sources),
  )
  return rows.map((row) => ({
    ...row,
    firstSeen: toMilliseconds(row.firstSeen),
    lastSeen: toMilliseconds(row.lastSeen),
  }))
}

/** The address of ours that a message was sent to. */
export const listenerOf = (reader: Reader, event: number): string | undefined =>
  reader.get<{ address: string }>(
    'SELECT l.address FROM event_row e JOIN listener l ON l.id = e.listener WHERE e.id = ?',
    event,
  )?.address
