import type { DialogMessage } from '../../contract/console/dialogs.ts'
import type { DialledNumber, EventRow } from '../../contract/console/vocabulary.ts'
import {
  classCodes,
  confidenceCodes,
  directionCodes,
  proofCodes,
  severityCodes,
  toMicroseconds,
  toMilliseconds,
  toolCodes,
  transportCodes,
} from './codes.ts'
import type { Reader, SqlValue } from './connection.ts'
import { readCursor } from './cursor.ts'
import { faultWords, isFault, type RawFault } from './raw/fault.ts'
import { rawOf } from './raw/read.ts'

/** An event with its interned texts. Time in microseconds. */
export interface StoredEventRow {
  readonly id: number
  readonly time: number
  readonly sensor: number
  readonly source: string
  readonly port: number
  readonly transport: number
  readonly direction: number
  readonly method: string | null
  readonly status: number | null
  readonly core: string | null
  readonly prefix: string | null
  readonly dialled: string | null
  readonly confidence: number | null
  readonly userAgent: string | null
  readonly tool: number
  readonly class: number
  readonly severity: number
  readonly proof: number
  readonly size: number
  readonly dialog: number
  readonly fault: string | null
}

const columns = `e.id, e.time, e.sensor, s.address AS source, e.port, e.transport, e.direction, m.text AS method, e.status,
  n.text AS core, x.text AS prefix, d.raw AS dialled, d.confidence, u.text AS userAgent, e.tool, e.class, e.severity, e.proof, e.size,
  e.dialog, e.fault`
// CROSS JOIN keeps SQLite from starting at a small text table and sorting millions of events afterwards.
const texts = `CROSS JOIN source s ON s.id = e.source LEFT JOIN method m ON m.id = e.method
  LEFT JOIN dialled d ON d.id = e.dialled LEFT JOIN number n ON n.id = d.number LEFT JOIN prefix x ON x.id = d.prefix
  LEFT JOIN user_agent u ON u.id = e.user_agent`

export interface EventFilter {
  readonly source?: string | undefined
  readonly range?: { readonly from: number; readonly to: number } | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Newest first; one row more than `limit`. */
export function listEvents(reader: Reader, filter: EventFilter): readonly StoredEventRow[] {
  const place = readCursor(filter.cursor, 2)
  const conditions: string[] = []
  const params: SqlValue[] = []
  const only = (condition: string, ...values: readonly SqlValue[]): void => {
    conditions.push(condition)
    params.push(...values)
  }
  if (filter.source !== undefined) only('e.source = (SELECT id FROM source WHERE address = ?)', filter.source)
  if (filter.range)
    only('e.time >= ? AND e.time < ?', toMicroseconds(filter.range.from), toMicroseconds(filter.range.to))
  if (place) only('(e.time, e.id) < (?, ?)', ...place)
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const sql = `SELECT ${columns} FROM event_row e ${texts} ${where}
    ORDER BY e.time DESC, e.id DESC LIMIT ?`
  return reader.all<StoredEventRow>(sql, ...params, filter.limit + 1)
}

const wantedEvents = `SELECT ${columns} FROM event_row e ${texts} WHERE e.id IN (SELECT value FROM json_each(?))`

/** Single events in the order of these ids; those that are not stored are left out. */
export function eventsById(reader: Reader, ids: readonly number[]): readonly EventRow[] {
  const rows = new Map(reader.all<StoredEventRow>(wantedEvents, JSON.stringify(ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    return row ? eventRow(row) : []
  })
}

interface StoredMessage extends StoredEventRow {
  readonly local: string
  readonly localPort: number
}

const messages = `SELECT ${columns}, l.address AS local, l.port AS localPort
  FROM event_row e ${texts} JOIN listener l ON l.id = e.listener`
const wantedMessages = `${messages} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.time, e.id`

/**
 * A dialog's messages in order of time: of those that came here first, `limit` at most. Who sends a million messages
 * with one Call-ID does not have them sorted.
 */
export const dialogMessages = (reader: Reader, dialog: number, limit: number): readonly DialogMessage[] =>
  messagesById(
    reader,
    reader.all<{ id: number }>(firstIds, dialog, limit).map(({ id }) => id),
  )

export const firstIds = 'SELECT id FROM event WHERE dialog = ? ORDER BY id LIMIT ?'

/** Single messages with their bytes in order of time; those that are not stored are left out. */
export function messagesById(reader: Reader, ids: readonly number[]): readonly DialogMessage[] {
  const raw = rawOf(reader, ids)
  return reader
    .all<StoredMessage>(wantedMessages, JSON.stringify(ids))
    .map((row) => messageRow(row, raw.get(row.id) ?? { kind: 'gone' }))
}

/** Messages of a dialog among which its first one is looked for: late ones come some messages after their time. */
const firstAmong = 500
const firstOfEach = `
  SELECT (SELECT early.id FROM (SELECT id, time, kind FROM event WHERE dialog = wanted.value ORDER BY id LIMIT ${firstAmong})
      AS early CROSS JOIN kind k ON k.id = early.kind
    WHERE k.direction = ${directionCodes.encode('in')} ORDER BY early.time, early.id LIMIT 1) AS id
  FROM json_each(?) wanted`

/** The first message received in each dialog, with its bytes. */
export function firstMessages(reader: Reader, dialogs: readonly number[]): readonly DialogMessage[] {
  const firsts = reader.all<{ id: number | null }>(firstOfEach, JSON.stringify(dialogs))
  return messagesById(
    reader,
    firsts.flatMap(({ id }) => id ?? []),
  )
}

function messageRow(row: StoredMessage, raw: Uint8Array | RawFault): DialogMessage {
  const { local, localPort } = row
  const bytes = isFault(raw) ? { raw: new Uint8Array(), unread: faultWords(raw) } : { raw }
  return { ...eventRow(row), ...bytes, local, localPort }
}

interface DialledColumns {
  readonly core: string | null
  readonly prefix: string | null
  readonly dialled: string | null
  readonly confidence: number | null
}

/** The number in a row of the tables `dialled`, `number` and `prefix`, when there is one. */
export function numberOf({ core, prefix, dialled, confidence }: DialledColumns): DialledNumber | undefined {
  if (core === null) return undefined
  return { core, prefix: prefix ?? '', raw: dialled ?? '', confidence: confidenceCodes.decode(confidence ?? 0) }
}

export function eventRow(row: StoredEventRow): EventRow {
  const { id, sensor, source, port, method, status, userAgent, size, dialog, fault } = row
  const number = numberOf(row)
  return {
    ...{ id, sensor, source, port, size, dialog },
    time: toMilliseconds(row.time),
    transport: transportCodes.decode(row.transport),
    direction: directionCodes.decode(row.direction),
    tool: toolCodes.decode(row.tool),
    class: classCodes.decode(row.class),
    severity: severityCodes.decode(row.severity),
    proof: proofCodes.decode(row.proof),
    ...(method === null ? {} : { method }),
    ...(status === null ? {} : { status }),
    ...(number === undefined ? {} : { number }),
    ...(userAgent === null ? {} : { userAgent }),
    ...(fault === null ? {} : { fault }),
  }
}
