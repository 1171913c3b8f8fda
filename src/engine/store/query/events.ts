import type { EventValues, Way } from './condition.ts'
import type { Run } from './run.ts'

/** A place in the order of time; of equal times the later id comes later. */
export interface Position {
  readonly time: number
  readonly id: number
}

/** Microseconds, half-open; ends may be infinite. */
export interface Span {
  readonly from: number
  readonly to: number
}

const columns = 'e.id, e.time, e.kind, e.source, e.dialled, e.named, e.dialog, e.size'
const endOfTime = Number.MAX_SAFE_INTEGER
const bounds = ({ from, to }: Span): [number, number] => [Math.max(0, from), Math.min(to, endOfTime)]

const downwards = `SELECT ${columns} FROM event e INDEXED BY event_time
  WHERE e.time >= ? AND e.time < ? AND (e.time, e.id) < (?, ?) ORDER BY e.time DESC, e.id DESC LIMIT ?`
const upwards = `SELECT ${columns} FROM event e INDEXED BY event_time
  WHERE e.time >= ? AND e.time < ? AND (e.time, e.id) > (?, ?) ORDER BY e.time, e.id LIMIT ?`

/** The next events in the order of time. @param after where reading goes on; absent at the beginning. */
export function eventsInTime(
  { reader }: Run,
  span: Span,
  descending: boolean,
  after: Position | undefined,
  limit: number,
): readonly EventValues[] {
  const start = after ?? (descending ? { time: endOfTime, id: endOfTime } : { time: -1, id: 0 })
  const sql = descending ? downwards : upwards
  return reader.all<EventValues>(sql, ...bounds(span), start.time, start.id, limit)
}

const along: Readonly<Record<Way['by'], string>> = {
  source: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_source ON e.source = w.value
    WHERE e.time >= ? AND e.time < ?`,
  dialled: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_dialled
    ON e.dialled = w.value AND e.dialled > 0 WHERE e.time >= ? AND e.time < ?`,
  dialog: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_dialog ON e.dialog = w.value
    WHERE e.time >= ? AND e.time < ?`,
}

/** Rows of a way looked up by one statement; each may have many events. */
const idsAtOnce = 200

/** Every event that a way leads to inside a span, in no order. */
export function* eventsAlong(run: Run, { by, ids }: Way, span: Span): Generator<readonly EventValues[]> {
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    run.pause()
    const list = JSON.stringify(ids.slice(at, at + idsAtOnce))
    yield run.reader.all<EventValues>(along[by], list, ...bounds(span))
  }
}

/** The same for several ways, each event once. */
export function* eventsOf(run: Run, ways: readonly Way[], span: Span): Generator<readonly EventValues[]> {
  const [only, ...others] = ways
  if (only && others.length === 0) {
    yield* eventsAlong(run, only, span)
    return
  }
  const seen = new Set<number>()
  for (const way of ways) {
    for (const events of eventsAlong(run, way, span)) {
      const fresh = events.filter(({ id }) => !seen.has(id))
      for (const { id } of fresh) seen.add(id)
      yield fresh
    }
  }
}

/** Events read at once while walking through time: few at first, because most pages are full soon. */
const firstSteps = 500
const longestSteps = 8_000

/** All events of a span in the order of time. */
export function* walk(
  run: Run,
  span: Span,
  descending: boolean,
  after: Position | undefined,
): Generator<readonly EventValues[]> {
  let position = after
  for (let limit = firstSteps; ; limit = Math.min(longestSteps, limit * 2)) {
    run.pause()
    const events = eventsInTime(run, span, descending, position, limit)
    yield events
    position = events.at(-1)
    if (events.length < limit || !position) return
  }
}

const between = `SELECT ${columns} FROM event e WHERE e.id BETWEEN ? AND ? AND e.time >= ? AND e.time < ? ORDER BY e.id`

/** Events of a span whose ids are in a range, both ends included. */
export const eventsBetween = ({ reader }: Run, first: number, last: number, span: Span): readonly EventValues[] =>
  reader.all<EventValues>(between, first, last, ...bounds(span))

const listed = `SELECT ${columns} FROM event e WHERE e.id IN (SELECT value FROM json_each(?))`

/** Single events, in no order. */
export const eventsOfIds = ({ reader }: Run, ids: readonly number[]): readonly EventValues[] =>
  reader.all<EventValues>(listed, JSON.stringify(ids))

const endsSql = 'SELECT min(id) AS first, max(id) AS last FROM event'
const endsInTime = `${endsSql} INDEXED BY event_time WHERE time >= ? AND time < ?`

/** The least and the greatest id of a span; `undefined` when it holds nothing. Counts through the span, if it has an end. */
export function idsOfSpan({ reader }: Run, span: Span): { readonly first: number; readonly last: number } | undefined {
  const isOpen = span.from === -Infinity && span.to === Infinity
  const params = isOpen ? [] : bounds(span)
  const ends = reader.get<{ first: number | null; last: number | null }>(isOpen ? endsSql : endsInTime, ...params)
  return ends && ends.first !== null && ends.last !== null ? { first: ends.first, last: ends.last } : undefined
}
