import { microsecondsPerMinute } from '../codes.ts'
import type { Writer } from '../connection.ts'
import { moveBorders } from '../tallies/borders.ts'
import { keepMarks, noteDeleted } from './marks.ts'
import type { Pins } from './pinned.ts'

interface Row {
  readonly id: number
  readonly time: number
}

const page = 'SELECT id, time FROM event WHERE time < ? AND (time, id) > (?, ?) ORDER BY time, id LIMIT 100'
const among = 'IN (SELECT value FROM json_each(?))'
const dialogsOf = `SELECT DISTINCT dialog FROM event WHERE id ${among}`

/**
 * Messages before a border go, and dialogs of which none is left; of a dialog that is left in part the row says what it
 * was. What was counted of them stays. Yields behind every small piece how many went.
 * @param border minutes since 1970, on a whole day.
 */
export function* dropEvents(writer: Writer, border: number, pins: Pins): Generator<number, void> {
  let [time, after] = [-1, 0]
  for (;;) {
    const rows = writer.all<Row>(page, border * microsecondsPerMinute, time, after)
    const last = rows.at(-1)
    if (!last) return
    time = last.time
    after = last.id
    const ids = rows.map(({ id }) => id).filter((id) => !pins.has(id))
    if (ids.length > 0) drop(writer, border, ids)
    yield ids.length
  }
}

function drop(writer: Writer, border: number, ids: readonly number[]): void {
  moveBorders(writer, { event: border, minute: 0, hour: 0 })
  keepMarks(writer)
  const list = JSON.stringify(ids)
  const dialogs = writer.all<{ dialog: number }>(dialogsOf, list).map(({ dialog }) => dialog)
  writer.run(`DELETE FROM event WHERE id ${among}`, list)
  // What came late, since bytes of its time were deleted.
  writer.run(`DELETE FROM raw WHERE event ${among}`, list)
  writer.run(
    `DELETE FROM dialog WHERE id ${among} AND NOT EXISTS (SELECT 1 FROM event WHERE event.dialog = dialog.id)`,
    JSON.stringify(dialogs),
  )
  noteDeleted(writer, ids.length)
}
