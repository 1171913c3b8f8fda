import { microsecondsPerMinute } from '../codes.ts'
import type { Reader } from '../connection.ts'
import type { Pins } from './pinned.ts'
import type { RetentionPlan } from './plan.ts'

interface Row {
  readonly id: number
  readonly seen: number
}

/** The newest one stays: its id must not be given to the next. */
const page = `
  SELECT id, last_seen AS seen FROM source
  WHERE last_seen < @border AND (last_seen, id) > (@seen, @id) AND id <> (SELECT max(id) FROM source)
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.source = source.id AND e.time >= @from)
  ORDER BY last_seen, id LIMIT @most`

function* pages(reader: Reader, border: number, from: number, most: number): Generator<readonly Row[], void> {
  let [seen, id] = [-1, 0]
  for (;;) {
    const rows = reader.all<Row>(page, { border, from, seen, id, most })
    const last = rows.at(-1)
    if (!last) return
    yield rows
    ;({ seen, id } = last)
  }
}

/** Sources not seen since a border of which no message is left. @param border microseconds UTC. */
export function* oldSources(reader: Reader, border: number): Generator<number, void> {
  for (const rows of pages(reader, border, 0, 20)) yield* rows.map(({ id }) => id)
}

/** How many there will be once the messages of the plan are gone; yields page by page. */
export function* countOldSources(reader: Reader, plan: RetentionPlan, pins: Pins): Generator<number, void> {
  const from = plan.events * microsecondsPerMinute
  const pinned = new Set([...pins.all()].map(({ source }) => source))
  for (const rows of pages(reader, plan.entities * microsecondsPerMinute, from, 500)) {
    yield rows.filter(({ id }) => !pinned.has(id)).length
  }
}
