import type { Reader, Writer } from './connection.ts'

/** A stretch of events by the rules that judged them; `last` included. */
export interface Stretch {
  readonly first: number
  readonly last: number
  readonly rules: number
}

const newest = 'SELECT coalesce(max(id), 0) AS id FROM event'
const newestEvent = (reader: Reader): number => reader.get<{ id: number }>(newest)?.id ?? 0

/** From now on events are judged by these rules. */
export function beginRules(writer: Writer, rules: number): void {
  writer.transaction(() => {
    const next = newestEvent(writer) + 1
    writer.run('DELETE FROM judged WHERE first >= ?', next)
    const last = writer.get<{ rules: number }>('SELECT rules FROM judged ORDER BY first DESC LIMIT 1')
    if (last?.rules === rules) return
    writer.run('INSERT INTO judged (first, rules) VALUES (?, ?)', next, rules)
    // And say something else of sources.
    writer.run('UPDATE source SET due = 1 WHERE due = 0')
    // New rules may read a number otherwise, and those beside it with it.
    writer.run('UPDATE dialled SET folded = 0 WHERE folded = 1')
  })
}

const stretches = `
  SELECT first, rules, coalesce(lead(first) OVER (ORDER BY first) - 1, (${newest})) AS last FROM judged`

/** Retention deletes the oldest ones. */
const oldest = 'SELECT coalesce(min(id), 1) FROM event'

/**
 * How many events were judged by older rules than these. Read from a few rows, not from the events: where some were
 * deleted in between it is a little more than there are.
 */
export const olderEvents = (reader: Reader, rules: number): number =>
  reader.get<{ events: number }>(
    `SELECT coalesce(sum(last - first + 1), 0) AS events
      FROM (SELECT max(first, (${oldest})) AS first, last, rules FROM (${stretches})) WHERE rules < ? AND last >= first`,
    rules,
  )?.events ?? 0

/** The first events that older rules judged, at most so many; ids of deleted ones before them are part of the stretch. */
export function nextOlder(reader: Reader, rules: number, most: number): Stretch | undefined {
  const found = reader.get<Stretch>(
    `SELECT * FROM (${stretches}) WHERE rules < ? AND last >= first ORDER BY first LIMIT 1`,
    rules,
  )
  if (!found) return undefined
  const event = reader.get<{ id: number | null }>('SELECT min(id) AS id FROM event WHERE id >= ?', found.first)?.id
  return { ...found, last: Math.min(found.last, (event ?? found.first) + most - 1) }
}

/**
 * Events from the beginning of a stretch were judged by newer rules: the border moves behind them. Called in the
 * transaction that changes them, so that a killed console goes on at the right place.
 */
export function moveJudged(writer: Writer, { first, last, rules: before }: Stretch, rules: number): void {
  writer.run('DELETE FROM judged WHERE first = ?', first)
  const ends = writer.get('SELECT 1 FROM judged WHERE first = ?', last + 1) !== undefined
  if (!ends) writer.run('INSERT INTO judged (first, rules) VALUES (?, ?)', last + 1, before)
  const previous = writer.get<{ rules: number }>(
    'SELECT rules FROM judged WHERE first < ? ORDER BY first DESC LIMIT 1',
    first,
  )
  if (previous?.rules !== rules) writer.run('INSERT INTO judged (first, rules) VALUES (?, ?)', first, rules)
  const next = writer.get<{ rules: number }>('SELECT rules FROM judged WHERE first = ?', last + 1)
  if (next?.rules === rules) writer.run('DELETE FROM judged WHERE first = ?', last + 1)
}

/** Nothing is left that was counted before events said what they name. */
export function endOldCounts(writer: Writer): void {
  writer.run('DELETE FROM source_user_before')
}
