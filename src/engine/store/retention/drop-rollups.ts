import type { Reader, Writer } from '../connection.ts'
import { moveBorders } from '../tallies/borders.ts'
import { minutesIn } from '../tallies/cover.ts'

const tables = ['tally_minute', 'rollup_minute', 'tally_hour', 'rollup_hour'] as const

interface Level {
  readonly step: number
  readonly oldest: string
  readonly count: string
  readonly remove: string
}

function level(table: (typeof tables)[number]): Level {
  const column = table.endsWith('minute') ? 'minute' : 'hour'
  return {
    step: minutesIn[column],
    oldest: `SELECT min(${column}) AS step FROM ${table}`,
    count: `SELECT count(*) AS rows FROM ${table} WHERE ${column} >= ? AND ${column} < ?`,
    remove: `DELETE FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT 400`,
  }
}
const levels = tables.map(level)

/** Counts by the minute and hour before a border go; those by the day stay. @param border minutes, on a whole day. */
export function* dropRollups(writer: Writer, border: number): Generator<number, void> {
  for (const { step, remove } of levels) {
    for (;;) {
      moveBorders(writer, { event: 0, minute: border, hour: border })
      const gone = writer.run(remove, border / step).changes
      if (gone === 0) break
      yield gone
    }
  }
}

/** How many rows that is; yields each day's, because there may be millions. */
export function* oldRollups(reader: Reader, border: number): Generator<number, void> {
  for (const { step, oldest, count } of levels) {
    const first = reader.get<{ step: number | null }>(oldest)?.step ?? null
    const perDay = minutesIn.day / step
    for (let from = first ?? Infinity; from < border / step; from += perDay) {
      yield reader.get<{ rows: number }>(count, from, Math.min(from + perDay, border / step))?.rows ?? 0
    }
  }
}
