import type { Gap } from '../../contract/console/live.ts'
import { toMicroseconds, toMilliseconds } from './codes.ts'
import type { Reader, Writer } from './connection.ts'
import { cursorOf } from './ingest/epoch.ts'

export interface ReportedGap {
  readonly sensor: number
  readonly epoch: string
  readonly from: number
  readonly to: number
  readonly reason: string
  /** Microseconds; where unknown, the engine's own time stands in. */
  readonly fromTime: number
  readonly toTime: number
}

/** Stores a sensor's own gap and moves the cursor past it in the same transaction. A repeated one changes nothing. */
export function storeReportedGap(writer: Writer, gap: ReportedGap): { readonly last: number } {
  return writer.transaction(() => {
    const cursor = cursorOf(writer, gap.sensor, gap.epoch, gap.from - 1)
    const lost = gap.to - Math.max(gap.from, cursor.last + 1) + 1
    if (lost <= 0) return { last: cursor.last }
    writer.run(
      `INSERT OR IGNORE INTO gap (sensor, from_time, to_time, reason, lost, epoch, from_sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[gap.sensor, gap.fromTime, Math.max(gap.fromTime, gap.toTime), gap.reason, lost, cursor.id, gap.from],
    )
    writer.run('UPDATE epoch SET last = ? WHERE id = ?', gap.to, cursor.id)
    return { last: gap.to }
  })
}

/** Opens a stretch in which a sensor cannot be reached. Times in milliseconds. @returns the gap's id. */
export function beginLinkGap(writer: Writer, sensor: number, from: number): number {
  const time = toMicroseconds(from)
  return writer.run(
    'INSERT INTO gap (sensor, from_time, to_time, reason) VALUES (?, ?, ?, ?)',
    ...[sensor, time, time, 'link down'],
  ).id
}

export function extendGap(writer: Writer, id: number, to: number): void {
  writer.run('UPDATE gap SET to_time = max(to_time, ?) WHERE id = ?', toMicroseconds(to), id)
}

interface GapRow {
  readonly sensor: number
  readonly from_time: number
  readonly to_time: number
  readonly reason: string
  readonly lost: number | null
}

/** Newest first, at most 500; a view of a range asks for its own. Times in milliseconds. */
export function gapsIn(reader: Reader, from: number, to: number): readonly Gap[] {
  const rows = reader.all<GapRow>(
    `SELECT sensor, from_time, to_time, reason, lost FROM gap WHERE to_time >= ? AND from_time < ?
      ORDER BY to_time DESC LIMIT 500`,
    toMicroseconds(from),
    toMicroseconds(to),
  )
  return rows.map(gapOf)
}

export function latestGaps(reader: Reader, sensor: number, limit: number): readonly Gap[] {
  const rows = reader.all<GapRow>(
    `SELECT sensor, from_time, to_time, reason, lost FROM gap WHERE sensor = ? ORDER BY to_time DESC LIMIT ?`,
    sensor,
    limit,
  )
  return rows.map(gapOf)
}

function gapOf({ sensor, from_time, to_time, reason, lost }: GapRow): Gap {
  const span = { sensor, from: toMilliseconds(from_time), to: toMilliseconds(to_time), reason }
  return lost === null ? span : { ...span, lost }
}
