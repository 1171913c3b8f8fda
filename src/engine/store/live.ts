import type { Totals } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { classCodes, microsecondsPerMinute, microsecondsPerSecond, toMicroseconds, usualMethods } from './codes.ts'
import type { Reader, SqlValue } from './connection.ts'
import { bordersOf } from './tallies/borders.ts'
import { minutesIn, type Level } from './tallies/cover.ts'
import { bounds, coverOf, minutesTouched, receivedRows, rollupRows, tallyRowsOf } from './tallies/tallies.ts'

/**
 * Totals of a range, read from tallies and rollups: longer ranges are counted in whole minutes, every minute that the
 * range touches. Short ones are counted exactly, event by event.
 */
const exactUpTo = 120_000

export const isShort = (reader: Reader, range: Range): boolean =>
  range.to - range.from <= exactUpTo && hasEvents(reader, range)

/** Whether the events of a range are still stored, not only what was counted of them. */
export const hasEvents = (reader: Reader, range: Range): boolean =>
  minutesTouched(range).from >= bordersOf(reader).event
/** Of a short range. */
export const exact = ({ from, to }: Range): { from: number; to: number } => ({
  from: toMicroseconds(from),
  to: toMicroseconds(to),
})

/** Numbers are bound as REAL, and dividing by one gives fractions instead of whole steps. */
const whole = 'CAST(@width AS INTEGER)'

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

/** The longest steps whose counts add up to steps of so many minutes. */
const levelOf = (width: number): Level =>
  width % minutesIn.day === 0 ? 'day' : width % minutesIn.hour === 0 ? 'hour' : 'minute'

/** The same per step of `width` minutes; `step` counts such steps since 1970. */
export const ratesPerMinutes = (reader: Reader, range: Range, width: number): readonly RatePoint[] =>
  reader.all<RatePoint>(perMinutes, { ...bounds(coverOf(reader, range, levelOf(width))), width })

/** Summed by kind first: there are some dozen methods, and as many texts need to be looked up. */
const perMinutes = `
  SELECT step, coalesce(m.text, 'other') AS method, messages
  FROM (SELECT rolled.at / ${whole} AS step, iif(k.method <= ${usualMethods}, k.method, 0) AS method, sum(rolled.messages) AS messages
      FROM ${rollupRows} rolled CROSS JOIN kind k ON k.id = rolled.kind WHERE k.direction = 0 GROUP BY 1, 2)
    LEFT JOIN method m ON m.id = method AND method > 0`

const brokenClasses = [classCodes.encode('malformed'), classCodes.encode('non-sip')].join(', ')

export function totalsIn(reader: Reader, range: Range): Totals {
  const zero = { received: 0, answers: 0, sources: 0, dialogs: 0, malformed: 0 }
  if (isShort(reader, range)) return reader.get<Totals>(totalsExact, exact(range)) ?? zero
  const { from, to } = minutesTouched(range)
  const stretches = coverOf(reader, range)
  const counted = reader.get<Totals>(totalsRolled, { ...bounds(stretches), from, to }) ?? zero
  return { ...counted, sources: sourcesIn(reader, range) }
}

/** A dialog that began in a range has its first message there: no index of all dialogs by time is needed. */
const totalsExact = `
  SELECT coalesce(sum(k.direction = 0), 0) AS received, coalesce(sum(k.direction = 1), 0) AS answers,
    count(DISTINCT CASE k.direction WHEN 0 THEN e.source END) AS sources,
    (SELECT count(*) FROM (SELECT DISTINCT dialog FROM event WHERE time >= @from AND time < @to) d
        CROSS JOIN dialog g ON g.id = d.dialog WHERE g.first_seen >= @from AND g.first_seen < @to) AS dialogs,
    coalesce(sum(k.direction = 0 AND k.class IN (${brokenClasses})), 0) AS malformed
  FROM event e CROSS JOIN kind k ON k.id = e.kind WHERE e.time >= @from AND e.time < @to`
const totalsRolled = `
  SELECT coalesce(sum(rolled.messages * (k.direction = 0)), 0) AS received,
    coalesce(sum(rolled.messages * (k.direction = 1)), 0) AS answers, 0 AS sources,
    (SELECT coalesce(sum(begun), 0) FROM dialog_minute WHERE minute >= @from AND minute < @to) AS dialogs,
    coalesce(sum(rolled.messages * (k.direction = 0 AND k.class IN (${brokenClasses}))), 0) AS malformed
  FROM ${rollupRows} rolled CROSS JOIN kind k ON k.id = rolled.kind`

/**
 * How many sources sent something in a range. Whoever was first or last heard in it did, and nobody who was not heard
 * before its end and after its beginning. Only those heard on both sides of it are looked up: each in its whole days,
 * until it is found in one; and whoever is in none of them is looked for among all that its other hours and minutes count.
 */
function sourcesIn(reader: Reader, range: Range): number {
  const { from, to } = minutesTouched(range)
  const stretches = coverOf(reader, range)
  const { from: firstDay, to: dayEnd } = stretches.find(({ level }) => level === 'day') ?? { from: 0, to: 0 }
  const ends = { from: from * microsecondsPerMinute, to: to * microsecondsPerMinute, firstDay, dayEnd }
  const { inside = 0, around = 0, found = 0 } = reader.get<SourcesByEnds>(sourcesByEnds, ends) ?? {}
  if (around === found) return inside + found
  const at = bounds(stretches.filter(({ level }) => level !== 'day'))
  return inside + found + (reader.get<{ sources: number }>(sourcesBeside, { ...at, ...ends })?.sources ?? 0)
}

interface SourcesByEnds {
  readonly inside: number
  readonly around: number
  readonly found: number
}

const isAround = '(s.first_seen < @from AND s.last_seen >= @to)'
const inDays = `EXISTS (
    WITH RECURSIVE days(day) AS (
      SELECT CAST(@firstDay AS INTEGER) WHERE @firstDay < @dayEnd UNION ALL SELECT day + 1 FROM days WHERE day + 1 < @dayEnd)
    SELECT 1 FROM days CROSS JOIN tally_day t ON t.day = days.day AND t.source = s.id CROSS JOIN kind k ON k.id = t.kind
    WHERE k.direction = 0)`
const sourcesByEnds = `
  SELECT coalesce(sum(NOT ${isAround}), 0) AS inside, coalesce(sum(${isAround}), 0) AS around,
    coalesce(sum(iif(${isAround}, ${inDays}, 0)), 0) AS found
  FROM source s INDEXED BY source_last_seen WHERE s.last_seen >= @from AND s.first_seen < @to AND s.messages > 0`
const sourcesBeside = `
  SELECT count(*) AS sources FROM (SELECT DISTINCT source FROM ${receivedRows}) heard
    CROSS JOIN source s ON s.id = heard.source WHERE ${isAround} AND NOT ${inDays}`

export interface Step {
  readonly step: number
  readonly messages: number
}

/** Messages from a source per step of `width` seconds since 1970, counted from its events. */
export const sourceRatePerSeconds = (reader: Reader, source: number, range: Range, width: number): readonly Step[] =>
  reader.all<Step>(perSeconds, { ...exact(range), source, width: width * microsecondsPerSecond })

const perSeconds = `
  SELECT e.time / ${whole} AS step, count(*) AS messages
  FROM event e INDEXED BY event_source CROSS JOIN kind k ON k.id = e.kind
  WHERE e.source = @source AND e.time >= @from AND e.time < @to AND k.direction = 0 GROUP BY step`

/** The same from its tallies, per step of `width` minutes. */
export const sourceRatePerMinutes = (reader: Reader, source: number, range: Range, width: number): readonly Step[] =>
  reader.all<Step>(sourcePerMinutes, { ...tallied(reader, source, range, levelOf(width)), width })

const sourcePerMinutes = `
  SELECT tallied.at / ${whole} AS step, sum(tallied.messages) AS messages
  FROM ${tallyRowsOf} tallied CROSS JOIN kind k ON k.id = tallied.kind WHERE k.direction = 0 GROUP BY step`

/** Of several sources together, per minute; each is looked up in every minute of the range. */
export const sourcesPerMinute = (reader: Reader, sources: readonly number[], range: Range): readonly Step[] =>
  reader.all<Step>(sourcePerMinutes, {
    ...bounds(coverOf(reader, range, 'minute')),
    sources: JSON.stringify(sources),
    width: 1,
  })

/** What a source sent in a range of whole minutes and what we answered: how many events would have to be read. */
export const sourceEventsIn = (reader: Reader, source: number, range: Range): number =>
  reader.get<{ events: number }>(sourceEvents, tallied(reader, source, range, 'day'))?.events ?? 0

const sourceEvents = `SELECT coalesce(sum(messages), 0) AS events FROM ${tallyRowsOf}`

const tallied = (reader: Reader, source: number, range: Range, longest: Level): Readonly<Record<string, SqlValue>> => ({
  ...bounds(coverOf(reader, range, longest)),
  sources: JSON.stringify([source]),
})
