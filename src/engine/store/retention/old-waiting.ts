import type { Reader } from '../connection.ts'
import type { Pins } from './pinned.ts'

interface Row {
  readonly id: number
  readonly time: number | null
}

const page = `
  SELECT r.event AS id, e.time FROM raw r LEFT JOIN event e ON e.id = r.event WHERE r.event > ? ORDER BY r.event LIMIT 250`

/** Events before a border whose bytes wait to be packed, evidence left out; some at a time, none of them for an empty page. */
export function* oldWaiting(reader: Reader, border: number, pins: Pins): Generator<readonly number[], void> {
  for (let after = -1; ;) {
    const rows: readonly Row[] = reader.all<Row>(page, after)
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    yield rows.filter(({ id, time }) => (time ?? 0) < border && !pins.has(id)).map(({ id }) => id)
  }
}
