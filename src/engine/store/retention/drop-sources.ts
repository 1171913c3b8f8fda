import { microsecondsPerMinute } from '../codes.ts'
import type { Writer } from '../connection.ts'
import { forgetDialled } from '../numbers/dialled.ts'
import { moveKeptSources } from '../verify/kept.ts'
import { minutesIn } from '../tallies/cover.ts'
import { oldSources } from './old-sources.ts'

/**
 * Sources not seen since a border go, with all that was counted of each; counts of all sources together stay. Every piece
 * leaves the store such that all its counts agree: a source with a hundred thousand numbers takes many.
 * Yields how many sources went with a piece: none, or one.
 * @param border minutes since 1970, on a whole day. @param forget is told whose lists are not what they were.
 */
export function* dropSources(writer: Writer, border: number, forget: () => void): Generator<number, void> {
  const time = border * microsecondsPerMinute
  for (const source of oldSources(writer, time)) {
    for (const piece of piecesOf(writer, source)) {
      if (!isOld(writer, source, time)) break
      // Answers of ours may be counted a day behind what was received last.
      moveKeptSources(writer, border + minutesIn.day)
      const more = piece()
      forget()
      yield more === 'source gone' ? 1 : 0
    }
  }
}

/** It may be back meanwhile. */
const isOld = (writer: Writer, source: number, border: number): boolean =>
  writer.get(
    `SELECT 1 FROM source WHERE id = ? AND last_seen < ? AND NOT EXISTS (SELECT 1 FROM event WHERE source = ?)`,
    source,
    border,
    source,
  ) !== undefined

type Piece = () => 'source gone' | void

function* piecesOf(writer: Writer, source: number): Generator<Piece, void> {
  for (const remove of lists) {
    while (writer.get(remove.find, source) !== undefined) yield () => void writer.run(remove.some, source)
  }
  while (writer.get(anyDialled, source) !== undefined) yield () => dropDialled(writer, source)
  for (const { day } of writer.all<{ day: number }>(days)) {
    if (writer.get(onDay, day, source) !== undefined) yield () => dropDay(writer, source, day)
  }
  yield () => {
    for (const sql of last) writer.run(sql, source)
    return 'source gone'
  }
}

const lists = (['guess', 'user', 'user_before'] as const).map((thing) => {
  const [table, column] = [`source_${thing}`, thing === 'guess' ? 'guess' : 'user']
  return {
    find: `SELECT 1 FROM ${table} WHERE source = ?`,
    some: `DELETE FROM ${table} WHERE source = ? ORDER BY ${column} LIMIT 500`,
  }
})
const last = [
  'DELETE FROM source_kind WHERE source = ?',
  'DELETE FROM source_sensor WHERE source = ?',
  'DELETE FROM source_number WHERE source = ?',
  'DELETE FROM source_prefix WHERE source = ?',
  'DELETE FROM source WHERE id = ?',
]

const anyDialled = 'SELECT 1 FROM source_dialled WHERE source = ?'
const someDialled = 'SELECT dialled, attempts FROM source_dialled WHERE source = ? ORDER BY dialled LIMIT 100'

function dropDialled(writer: Writer, source: number): void {
  for (const { dialled, attempts } of writer.all<{ dialled: number; attempts: number }>(someDialled, source)) {
    forgetDialled(writer, source, dialled)
    writer.run('UPDATE dialled SET attempts = attempts - ? WHERE id = ?', attempts, dialled)
    writer.run('DELETE FROM source_dialled WHERE source = ? AND dialled = ?', source, dialled)
  }
}

/** Every day that anything was counted on. */
const days = `
  WITH RECURSIVE counted(day) AS (SELECT min(day) FROM rollup_day
    UNION ALL SELECT (SELECT min(day) FROM rollup_day WHERE day > counted.day) FROM counted WHERE day IS NOT NULL)
  SELECT day FROM counted WHERE day IS NOT NULL`
const onDay = 'SELECT 1 FROM tally_day WHERE day = ? AND source = ?'
const ofDay = 'FROM tally_day t WHERE t.day = @day AND t.source = @source'
/** CROSS JOIN: each hour of the day, and each minute of hours in which it was heard, is a seek. */
const dropDaySql = [
  `UPDATE source_kind SET messages = messages - (SELECT t.messages ${ofDay} AND t.kind = source_kind.kind)
    WHERE source = @source AND kind IN (SELECT t.kind ${ofDay})`,
  'DELETE FROM source_kind WHERE source = @source AND messages = 0',
  `DELETE FROM tally_minute WHERE source = @source AND minute IN (
    SELECT h.hour * 60 + m.value FROM (SELECT DISTINCT hour FROM tally_hour
        WHERE source = @source AND hour >= @day * 24 AND hour < @day * 24 + 24) h
      CROSS JOIN generated m)`,
  'DELETE FROM tally_hour WHERE source = @source AND hour >= @day * 24 AND hour < @day * 24 + 24',
  'DELETE FROM tally_day WHERE source = @source AND day = @day',
].map((sql) =>
  sql.includes('generated')
    ? `WITH RECURSIVE generated(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM generated WHERE value < 59) ${sql}`
    : sql,
)

function dropDay(writer: Writer, source: number, day: number): void {
  for (const sql of dropDaySql) writer.run(sql, { source, day })
}
