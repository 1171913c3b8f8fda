import type { EventValues, Way } from './condition.ts'
import type { Run } from './run.ts'

/** A place in the order of time; of equal times the later id comes later. */
export interface Position {
  readonly time: number
  readonly id: number
}

export const inOrder = (a: Position, b: Position): number => a.time - b.time || a.id - b.id

/** Microseconds, half-open; ends may be infinite. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const columns = 'e.id, e.time, e.kind, e.source, e.dialled, e.named, e.dialog, e.size'
export const endOfTime = Number.MAX_SAFE_INTEGER
/** As statements take them. */
export const bounds = ({ from, to }: Span): [number, number] => [Math.max(0, from), Math.min(to, endOfTime)]

const along: Readonly<Record<Way['by'], string>> = {
  source: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_source ON e.source = w.value
    WHERE e.time >= ? AND e.time < ?`,
  dialled: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_dialled
    ON e.dialled = w.value AND e.dialled > 0 WHERE e.time >= ? AND e.time < ?`,
  dialog: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e INDEXED BY event_dialog ON e.dialog = w.value
    WHERE e.time >= ? AND e.time < ?`,
  event: `SELECT ${columns} FROM json_each(?) w CROSS JOIN event e ON e.id = w.value WHERE e.time >= ? AND e.time < ?`,
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
