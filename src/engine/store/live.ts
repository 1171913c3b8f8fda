import type { Origin, Totals } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { classCodes, toMicroseconds } from './codes.ts'
import type { Reader } from './connection.ts'

/**
 * Totals of a range, read from rollups: longer ranges are counted in whole minutes, every minute that the range
 * touches. Short ones are counted exactly, event by event.
 */
const exactUpTo = 120_000
const minute = 60_000

const isShort = ({ from, to }: Range): boolean => to - from <= exactUpTo
const minutes = ({ from, to }: Range): [number, number] => [Math.floor(from / minute), Math.ceil(to / minute)]
const exact = ({ from, to }: Range): [number, number] => [toMicroseconds(from), toMicroseconds(to)]

/** Numbers are bound as REAL, and dividing by one gives fractions instead of whole steps. */
const whole = 'CAST(? AS INTEGER)'

export interface RatePoint {
  readonly step: number
  readonly method: string
  readonly messages: number
}

/** Messages received per method and second. `step` counts seconds since 1970. */
export const ratesPerSecond = (reader: Reader, { from, to }: Range): readonly RatePoint[] =>
  reader.all<RatePoint>(
    `SELECT r.second AS step, coalesce(m.text, 'other') AS method, sum(r.messages) AS messages
      FROM rollup_second r LEFT JOIN method m ON m.id = r.method AND r.method > 0
      WHERE r.second >= ? AND r.second < ? GROUP BY r.second, r.method`,
    Math.floor(from / 1000),
    Math.ceil(to / 1000),
  )

/** The same per step of `width` minutes; `step` counts such steps since 1970. */
export const ratesPerMinutes = (reader: Reader, range: Range, width: number): readonly RatePoint[] =>
  reader.all<RatePoint>(
    `SELECT r.minute / ${whole} AS step, coalesce(m.text, 'other') AS method, sum(r.messages) AS messages
      FROM rollup_minute r LEFT JOIN method m ON m.id = r.method AND r.method > 0
      WHERE r.minute >= ? AND r.minute < ? AND r.direction = 0 GROUP BY step, r.method`,
    width,
    ...minutes(range),
  )

const brokenClasses = [classCodes.encode('malformed'), classCodes.encode('non-sip')].join(', ')

export function totalsIn(reader: Reader, range: Range): Totals {
  const sql = isShort(range) ? totalsExact : totalsRolled
  const [from, to] = isShort(range) ? exact(range) : minutes(range)
  const zero = { received: 0, answers: 0, sources: 0, dialogs: 0, malformed: 0 }
  return reader.get<Totals>(sql, { from, to }) ?? zero
}

const totalsExact = `
  SELECT coalesce(sum(direction = 0), 0) AS received, coalesce(sum(direction = 1), 0) AS answers,
    count(DISTINCT CASE direction WHEN 0 THEN source END) AS sources,
    (SELECT count(*) FROM dialog WHERE first_seen >= @from AND first_seen < @to) AS dialogs,
    coalesce(sum(direction = 0 AND class IN (${brokenClasses})), 0) AS malformed
  FROM event WHERE time >= @from AND time < @to`
const totalsRolled = `
  SELECT coalesce(sum(messages * (direction = 0)), 0) AS received,
    coalesce(sum(messages * (direction = 1)), 0) AS answers,
    (SELECT count(DISTINCT source) FROM source_minute WHERE minute >= @from AND minute < @to) AS sources,
    (SELECT coalesce(sum(begun), 0) FROM dialog_minute WHERE minute >= @from AND minute < @to) AS dialogs,
    coalesce(sum(messages * (direction = 0 AND class IN (${brokenClasses}))), 0) AS malformed
  FROM rollup_minute WHERE minute >= @from AND minute < @to`

export interface Activity {
  readonly source: number
  readonly messages: number
}

/** Sources by what they sent inside a range, most first. */
export function busiestIn(reader: Reader, range: Range, limit: number): readonly Activity[] {
  const [from, to] = isShort(range) ? exact(range) : minutes(range)
  return reader.all<Activity>(`${active(range)} ORDER BY messages DESC, source LIMIT ?`, from, to, limit)
}

const active = (range: Range): string =>
  isShort(range)
    ? `SELECT source, count(*) AS messages FROM event WHERE time >= ? AND time < ? AND direction = 0 GROUP BY source`
    : `SELECT source, sum(messages) AS messages FROM source_minute WHERE minute >= ? AND minute < ? GROUP BY source`

interface OriginRow {
  readonly country: string | null
  readonly name: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly messages: number
  readonly sources: number
}

/** Where the messages of a range came from, most first; an address that belongs nowhere counts under `ZZ`. */
export function originsIn(reader: Reader, range: Range): readonly Origin[] {
  const [from, to] = isShort(range) ? exact(range) : minutes(range)
  const rows = reader.all<OriginRow>(
    `SELECT p.country, p.name, p.latitude, p.longitude, sum(a.messages) AS messages, count(*) AS sources
      FROM (${active(range)}) a JOIN source s ON s.id = a.source LEFT JOIN place p ON p.id = s.place
      GROUP BY s.place ORDER BY messages DESC`,
    from,
    to,
  )
  return rows.map(({ country, name, latitude, longitude, messages, sources }) => ({
    country: country ?? 'ZZ',
    ...(latitude === null ? {} : { latitude }),
    ...(longitude === null ? {} : { longitude }),
    ...(name ? { place: name } : {}),
    messages,
    sources,
  }))
}

/** Messages from a source per step of `width` seconds since 1970, counted from its events. */
export const sourceRatePerSeconds = (
  reader: Reader,
  source: number,
  range: Range,
  width: number,
): readonly { readonly step: number; readonly messages: number }[] =>
  reader.all(
    `SELECT time / ${whole} AS step, count(*) AS messages FROM event
      WHERE source = ? AND time >= ? AND time < ? AND direction = 0 GROUP BY step`,
    width * 1_000_000,
    source,
    ...exact(range),
  )

/** The same from the rollup, per step of `width` minutes. */
export const sourceRatePerMinutes = (
  reader: Reader,
  source: number,
  range: Range,
  width: number,
): readonly { readonly step: number; readonly messages: number }[] =>
  reader.all(
    `SELECT minute / ${whole} AS step, sum(messages) AS messages FROM source_minute
      WHERE source = ? AND minute >= ? AND minute < ? GROUP BY step`,
    width,
    source,
    ...minutes(range),
  )
