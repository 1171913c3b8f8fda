import type { Reader, Writer } from '../connection.ts'
import type { RawMessage } from './blocks.ts'

interface Row {
  readonly id: number
  readonly time: number | null
  readonly sensor: number | null
  readonly bytes: Uint8Array
}

const select = `
  SELECT r.event AS id, e.time, k.sensor, r.bytes
  FROM raw r LEFT JOIN event e ON e.id = r.event LEFT JOIN kind k ON k.id = e.kind
  WHERE r.event > ? AND r.event < ? ORDER BY r.event LIMIT ?`

/** Waiting messages between two ids, neither included, the oldest ones first. */
export function waitingBetween(reader: Reader, after: number, before: number, most: number): readonly RawMessage[] {
  let known = 0
  return reader.all<Row>(select, after, before, most).map(({ id, time, sensor, bytes }) => {
    // An event may be deleted before its bytes are: its neighbour's time is as good.
    known = time ?? known
    return { id, time: known, sensor: sensor ?? undefined, bytes }
  })
}

export const dropWaiting = (writer: Writer, first: number, last: number): void =>
  void writer.run('DELETE FROM raw WHERE event BETWEEN ? AND ?', first, last)

/** Id of the newest packed message; 0 when nothing is packed. */
export const lastPacked = (reader: Reader): number =>
  reader.get<{ last: number }>(
    'SELECT last FROM raw_block WHERE first <= ? ORDER BY first DESC LIMIT 1',
    Number.MAX_SAFE_INTEGER,
  )?.last ?? 0

/** How many messages wait behind an id, counted up to `most`. */
export const countBehind = (reader: Reader, after: number, most: number): number =>
  reader.get<{ waiting: number }>(
    'SELECT count(*) AS waiting FROM (SELECT event FROM raw WHERE event > ? LIMIT ?)',
    after,
    most,
  )?.waiting ?? 0

/**
 * How many messages wait to be packed, in at most some milliseconds: the ids between the oldest and the newest of them
 * that no block holds. Where events were deleted it is more than there are.
 */
export function waiting(reader: Reader): number {
  const ends = reader.get<{ first: number | null; last: number | null }>(
    'SELECT (SELECT min(event) FROM raw) AS first, (SELECT max(event) FROM raw) AS last',
  )
  if (!ends || ends.first === null || ends.last === null) return 0
  const packed = reader.get<{ messages: number }>(
    'SELECT coalesce(sum(messages), 0) AS messages FROM raw_block WHERE first BETWEEN ? AND ?',
    ends.first,
    ends.last,
  )
  return Math.max(1, ends.last - ends.first + 1 - (packed?.messages ?? 0))
}
