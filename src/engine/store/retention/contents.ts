import type { DataStatus } from '../../../contract/console/data.ts'
import { microsecondsPerMinute, toMilliseconds } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { storageFault } from '../error.ts'
import { waiting } from '../raw/waiting.ts'
import { storedEvents } from '../totals.ts'
import { bordersOf } from '../tallies/borders.ts'
import { sizesOf } from './sizes.ts'

/** What the store holds, from its indexes alone. Times UTC milliseconds. */
export type Contents = Pick<
  DataStatus,
  'free' | 'events' | 'raw' | 'oldest' | 'newest' | 'eventsSince' | 'sources' | 'numbers'
>

const oldest = 'SELECT min(time) AS value FROM event'
const newest = 'SELECT max(time) AS value FROM event'
const sources = 'SELECT count(*) AS value FROM source'
const numbers = 'SELECT count(*) AS value FROM number'
const packed = `
  SELECT coalesce(sum(messages), 0) AS messages, coalesce(sum(length(packed)), 0) AS packed,
    coalesce(sum(size), 0) AS unpacked
  FROM raw_block`
/** Mostly some hundred. What an older console left may be millions until it is packed: then it is about as much. */
const mostRead = 20_000
const loose = `
  SELECT count(*) AS messages, coalesce(sum(length(bytes)), 0) AS bytes FROM (SELECT bytes FROM raw LIMIT ${mostRead})`

/** Of a damaged database, what can be read. */
export function contentsOf(reader: Reader): Contents {
  const value = (sql: string): number => readable(() => reader.get<{ value: number | null }>(sql)?.value, 0) ?? 0
  return {
    free: readable(() => sizesOf(reader).free, 0),
    events: readable(() => storedEvents(reader), 0),
    raw: readable(() => rawOf(reader), { messages: 0, packed: 0, unpacked: 0 }),
    ...timed('oldest', value(oldest)),
    ...timed('newest', value(newest)),
    ...timed('eventsSince', readable(() => bordersOf(reader).event, 0) * microsecondsPerMinute),
    sources: value(sources),
    numbers: value(numbers),
  }
}

const timed = (name: 'oldest' | 'newest' | 'eventsSince', time: number) =>
  time === 0 ? {} : { [name]: toMilliseconds(time) }

/** @param otherwise instead of what lies on a damaged page. */
export function readable<Result>(read: () => Result, otherwise: Result): Result {
  try {
    return read()
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return otherwise
  }
}

function rawOf(reader: Reader): Contents['raw'] {
  const blocks = reader.get<Contents['raw']>(packed) ?? { messages: 0, packed: 0, unpacked: 0 }
  const read = reader.get<{ messages: number; bytes: number }>(loose) ?? { messages: 0, bytes: 0 }
  const messages = read.messages < mostRead ? read.messages : waiting(reader)
  const bytes = Math.round((read.bytes * messages) / Math.max(1, read.messages))
  return { messages: blocks.messages + messages, packed: blocks.packed + bytes, unpacked: blocks.unpacked + bytes }
}
