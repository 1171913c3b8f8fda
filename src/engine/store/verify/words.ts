import { microsecondsPerMinute, microsecondsPerSecond, toMilliseconds } from '../codes.ts'
import type { Reader } from '../connection.ts'
import type { Comparison, Found } from './compare.ts'

const unitOf: Readonly<Record<string, number>> = {
  second: microsecondsPerSecond,
  minute: microsecondsPerMinute,
  hour: 60 * microsecondsPerMinute,
  day: 1440 * microsecondsPerMinute,
}
/** Columns that hold microseconds UTC. */
const times = /_(first|last|first_seen|last_seen|first_invite)$/

/** e.g. `counts by the minute: source 192.0.2.1, minute 2026-01-01T00:03:00.000Z, kind 7: kept 4, counted 5`. */
export function wordsOf(reader: Reader, { name }: Comparison, found: Found): string {
  const columns = Object.keys(found).filter((column) => !isValue(column) || differs(found, column))
  const words = (some: readonly string[]): string =>
    some.map((column) => `${column.replaceAll('_', ' ')} ${textOf(reader, column, found[column] ?? null)}`).join(', ')
  const [keys, values] = [columns.filter((column) => !isValue(column)), columns.filter(isValue)]
  return [name, words(keys), words(values)].filter((text) => text !== '').join(': ')
}

const isValue = (column: string): boolean => /^(kept|counted)/.test(column)

/** Of what is kept and counted side by side, what agrees is not told. */
const differs = (found: Found, column: string): boolean =>
  found[column.replace(/^(kept|counted)/, 'kept')] !== found[column.replace(/^(kept|counted)/, 'counted')]

function textOf(reader: Reader, column: string, value: number | string | null): string {
  if (typeof value !== 'number') return value ?? 'nothing'
  const unit = unitOf[column]
  if (unit !== undefined) return timeText(value * unit)
  if (times.test(column)) return timeText(value)
  return column === 'source' ? addressOf(reader, value) : String(value)
}

/** What a damaged row says may lie outside of all calendars. */
function timeText(microseconds: number): string {
  const date = new Date(toMilliseconds(microseconds))
  return Number.isNaN(date.getTime()) ? String(microseconds) : date.toISOString()
}

const addressOf = (reader: Reader, id: number): string =>
  reader.get<{ address: string }>('SELECT address FROM source WHERE id = ?', id)?.address ?? `without a row (${id})`
