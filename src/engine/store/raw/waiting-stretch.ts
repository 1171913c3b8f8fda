import type { Reader } from '../connection.ts'
import type { PackedMessage, Stretch } from './block.ts'

/** Event ids, both included, and microseconds, `to` excluded. */
export interface Span {
  readonly first: number
  readonly last: number
  readonly from: number
  readonly to: number
}

/** Rows read at once: as many as a block holds. */
const most = 256

const select = (order: 'ASC' | 'DESC'): string => `
  SELECT r.event AS id, r.bytes FROM raw r LEFT JOIN event e ON e.id = r.event
  WHERE r.event BETWEEN ? AND ? AND (e.time IS NULL OR e.time >= ? AND e.time < ?) ORDER BY r.event ${order} LIMIT ${most}`
const oldestSql = select('ASC')
const newestSql = select('DESC')

/** The first messages of a span that wait to be packed, from one end or the other; ids ascend. */
export function waitingIn(reader: Reader, span: Span, order: 'newest' | 'oldest'): readonly PackedMessage[] {
  const { first, last, from, to } = span
  return order === 'oldest'
    ? reader.all<PackedMessage>(oldestSql, first, last, from, to)
    : [...reader.all<PackedMessage>(newestSql, first, last, from, to)].reverse()
}

/** One behind the other, like those of a block. */
export function stretchOf(messages: readonly PackedMessage[]): Stretch {
  const starts = new Uint32Array(messages.length + 1)
  for (const [place, message] of messages.entries()) {
    starts[place + 1] = (starts[place] ?? 0) + message.bytes.length
  }
  const bytes = new Uint8Array(starts.at(-1) ?? 0)
  for (const [place, message] of messages.entries()) bytes.set(message.bytes, starts[place])
  return { ids: Float64Array.from(messages, ({ id }) => id), starts, bytes }
}
