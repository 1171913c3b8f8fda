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
const texts = `JOIN source s ON s.id = e.source LEFT JOIN method m ON m.id = e.method
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
  // CROSS JOIN keeps SQLite from starting at a small text table and sorting millions of events afterwards.
  const sql = `SELECT ${columns} FROM event e ${texts.replace('JOIN source', 'CROSS JOIN source')} ${where}
    ORDER BY e.time DESC, e.id DESC LIMIT ?`
  return reader.all<StoredEventRow>(sql, ...params, filter.limit + 1)
}

interface StoredMessage extends StoredEventRow {
  readonly raw: Uint8Array
  readonly local: string
  readonly localPort: number
}

const messages = `SELECT ${columns}, r.bytes AS raw, l.address AS local, l.port AS localPort
  FROM event e ${texts} JOIN raw r ON r.event = e.id JOIN listener l ON l.id = e.listener`

/** A dialog's messages in order of time. */
export const dialogMessages = (reader: Reader, dialog: number, limit: number): readonly DialogMessage[] =>
  reader
    .all<StoredMessage>(`${messages} WHERE e.dialog = ? ORDER BY e.time, e.sequence LIMIT ?`, dialog, limit)
    .map(messageRow)

/** Single messages with their bytes; those that are not stored are left out. */
export const messagesById = (reader: Reader, ids: readonly number[]): readonly DialogMessage[] =>
  reader
    .all<StoredMessage>(`${messages} WHERE e.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids))
    .map(messageRow)

/** The first message received in each dialog, with its bytes. */
export const firstMessages = (reader: Reader, dialogs: readonly number[]): readonly DialogMessage[] =>
  reader
    .all<StoredMessage>(
      `${messages} WHERE e.id IN (SELECT (SELECT o.id FROM event o WHERE o.dialog = wanted.value AND o.direction = ?
        ORDER BY o.time, o.sequence LIMIT 1) FROM json_each(?) wanted)`,
      directionCodes.encode('in'),
      JSON.stringify(dialogs),
    )
    .map(messageRow)

function messageRow(row: StoredMessage): DialogMessage {
  const { raw, local, localPort } = row
  return { ...eventRow(row), raw: new Uint8Array(raw), local, localPort }
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
