import type { Reader } from './connection.ts'
import { bordersOf } from './tallies/borders.ts'

export interface QuarterCount {
  readonly sensor: number
  /** Quarters of an hour since 1970: the finest step in which any time zone is shifted. */
  readonly quarter: number
  readonly messages: number
}

/**
 * What a source sent, by sensor and hour; `quarter` is the first one of the hour. Days whose hours were given up are not
 * in it: nobody knows any more at what time of day those messages came.
 */
export const hoursOf = (reader: Reader, source: number): readonly QuarterCount[] =>
  reader.all<QuarterCount>(hours, { source, from: 0, to: Number.MAX_SAFE_INTEGER })

/** The same by quarters of an hour, as far as minutes are kept; before, by hours. */
export function quartersOf(reader: Reader, source: number): readonly QuarterCount[] {
  const { minute, hour } = bordersOf(reader)
  const border = Math.max(minute, hour) / 60
  return [
    ...reader.all<QuarterCount>(hours, { source, from: 0, to: border }),
    ...reader.all<QuarterCount>(quarters, { source, from: border }),
  ]
}

const hours = `
  SELECT k.sensor, t.hour * 4 AS quarter, sum(t.messages) AS messages
  FROM tally_hour t INDEXED BY tally_hour_source CROSS JOIN kind k ON k.id = t.kind
  WHERE t.source = @source AND t.hour >= @from AND t.hour < @to AND k.direction = 0 GROUP BY t.hour, k.sensor`

/** Looks its minutes up in every hour in which it was there, instead of reading what everybody did in them. */
const quarters = `
  WITH RECURSIVE minutes(of) AS (SELECT 0 UNION ALL SELECT of + 1 FROM minutes WHERE of < 59)
  SELECT k.sensor, t.minute / 15 AS quarter, sum(t.messages) AS messages
  FROM (SELECT DISTINCT hour FROM tally_hour INDEXED BY tally_hour_source WHERE source = @source AND hour >= @from) h
    CROSS JOIN minutes CROSS JOIN tally_minute t ON t.minute = h.hour * 60 + of AND t.source = @source
    CROSS JOIN kind k ON k.id = t.kind
  WHERE k.direction = 0 GROUP BY quarter, k.sensor`
