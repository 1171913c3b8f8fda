import type { DataStatus } from '../../../contract/console/data.ts'
import { microsecondsPerMinute, toMilliseconds } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { waiting } from '../raw/waiting.ts'
import { storedEvents } from '../totals.ts'
import { bordersOf } from '../tallies/borders.ts'
import { sizesOf } from './sizes.ts'

/** What the store holds, from its indexes alone. Times UTC milliseconds. */
export type Contents = Pick<
  DataStatus,
  'free' | 'events' | 'raw' | 'oldest' | 'newest' | 'eventsSince' | 'sources' | 'numbers'
>

interface Counts {
  readonly oldest: number | null
  readonly newest: number | null
  readonly sources: number
  readonly numbers: number
}

const counts = `
  SELECT (SELECT min(time) FROM event) AS oldest, (SELECT max(time) FROM event) AS newest,
    (SELECT count(*) FROM source) AS sources, (SELECT count(*) FROM number) AS numbers`
const packed = `
  SELECT coalesce(sum(messages), 0) AS messages, coalesce(sum(length(packed)), 0) AS packed,
    coalesce(sum(size), 0) AS unpacked
  FROM raw_block`
/** Mostly some hundred. What an older console left may be millions until it is packed: then it is about as much. */
const mostRead = 20_000
const loose = `
  SELECT count(*) AS messages, coalesce(sum(length(bytes)), 0) AS bytes FROM (SELECT bytes FROM raw LIMIT ${mostRead})`

export function contentsOf(reader: Reader): Contents {
  const found = reader.get<Counts>(counts)
  const since = bordersOf(reader).event * microsecondsPerMinute
  return {
    free: sizesOf(reader).free,
    events: storedEvents(reader),
    raw: rawOf(reader),
    ...timed('oldest', found?.oldest),
    ...timed('newest', found?.newest),
    ...timed('eventsSince', since === 0 ? null : since),
    sources: found?.sources ?? 0,
    numbers: found?.numbers ?? 0,
  }
}

const timed = (name: 'oldest' | 'newest' | 'eventsSince', time: number | null | undefined) =>
  time === null || time === undefined ? {} : { [name]: toMilliseconds(time) }

function rawOf(reader: Reader): Contents['raw'] {
  const blocks = reader.get<Contents['raw']>(packed) ?? { messages: 0, packed: 0, unpacked: 0 }
  const read = reader.get<{ messages: number; bytes: number }>(loose) ?? { messages: 0, bytes: 0 }
  const messages = read.messages < mostRead ? read.messages : waiting(reader)
  const bytes = Math.round((read.bytes * messages) / Math.max(1, read.messages))
  return { messages: blocks.messages + messages, packed: blocks.packed + bytes, unpacked: blocks.unpacked + bytes }
}
