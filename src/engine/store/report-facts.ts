import { toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'

export interface MinuteCount {
  /** Start of the minute, UTC milliseconds. */
  readonly time: number
  readonly messages: number
}

/** Messages that these sources sent, for each minute that holds any, oldest first. */
export function minutesOf(reader: Reader, sources: readonly number[]): readonly MinuteCount[] {
  const rows = reader.all<{ minute: number; messages: number }>(
    `SELECT minute, sum(messages) AS messages FROM source_minute
     WHERE source IN (SELECT value FROM json_each(?)) GROUP BY minute ORDER BY minute`,
    JSON.stringify(sources),
  )
  return rows.map(({ minute, messages }) => ({ time: minute * 60_000, messages }))
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
    'SELECT l.address FROM event e JOIN listener l ON l.id = e.listener WHERE e.id = ?',
    event,
  )?.address
