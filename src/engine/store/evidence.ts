import type { Severity } from '../../contract/console/vocabulary.ts'
import { severityCodes, toMicroseconds, toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'
import { isFault } from './raw/fault.ts'
import { rawOfOne } from './raw/read.ts'

/** One received message that may serve as evidence. */
export interface Candidate {
  readonly event: number
  readonly dialog: number
  readonly time: number
  readonly sensor: string
  readonly method: string
  readonly number: string
  readonly severity: Severity
  /** Whether it proves that its sender received an answer. */
  readonly proven: boolean
}

interface Row {
  readonly event: number
  readonly dialog: number
  readonly time: number
  readonly sensor: string
  readonly method: string | null
  readonly number: string | null
  readonly severity: number
  readonly proof: number
}

/** Rows read from each end of a source's life: the worst of a million lies among them soon enough. */
const depth = 2000

const candidateSql = (order: 'ASC' | 'DESC'): string => `
  SELECT e.id AS event, e.dialog, e.time, s.name AS sensor, m.text AS method, d.raw AS number, e.severity, e.proof
  FROM (SELECT * FROM event_row WHERE source = ? AND direction = 0 ORDER BY time ${order} LIMIT ${depth}) e
  JOIN sensor s ON s.id = e.sensor
  LEFT JOIN method m ON m.id = e.method
  LEFT JOIN dialled d ON d.id = e.dialled
  ORDER BY e.time ${order}`
const oldestSql = candidateSql('ASC')
const newestSql = candidateSql('DESC')

/** Messages received from a source, oldest first; of a long life, its beginning and its end. */
export function evidenceCandidates(reader: Reader, address: string): readonly Candidate[] {
  const source = reader.get<{ id: number }>('SELECT id FROM source WHERE address = ?', address)
  if (!source) return []
  const rows = [...reader.all<Row>(oldestSql, source.id), ...[...reader.all<Row>(newestSql, source.id)].reverse()]
  const unique = new Map(rows.map((row) => [row.event, row]))
  return [...unique.values()].map(candidate).sort((a, b) => a.time - b.time)
}

function candidate(row: Row): Candidate {
  return {
    event: row.event,
    dialog: row.dialog,
    time: toMilliseconds(row.time),
    sensor: row.sensor,
    method: row.method ?? '',
    number: row.number ?? '',
    severity: severityCodes.decode(row.severity),
    proven: row.proof > 0,
  }
}

/** @returns `undefined` when they cannot be read any more. */
export function rawBytes(reader: Reader, event: number): Uint8Array | undefined {
  const bytes = rawOfOne(reader, event)
  return isFault(bytes) ? undefined : bytes
}

/** The stored events that an evidence item can mean: received from the address at that very microsecond. */
export function eventsAt(
  reader: Reader,
  address: string,
  time: number,
): readonly { readonly event: number; readonly dialog: number }[] {
  return reader.all(
    `SELECT e.id AS event, e.dialog FROM source s CROSS JOIN event_row e ON e.source = s.id
     WHERE s.address = ? AND e.time = ? AND e.direction = 0 LIMIT 20`,
    address,
    toMicroseconds(time),
  )
}
