import type { Reader, Writer } from '../connection.ts'

/** Tables whose newest rows retention may delete. */
type Marked = 'event' | 'dialog'

const names: Readonly<Record<Marked, string>> = { event: 'last_event', dialog: 'last_dialog' }
const newest: Readonly<Record<Marked, string>> = {
  event: 'SELECT coalesce(max(id), 0) AS id FROM event',
  dialog: 'SELECT coalesce(max(id), 0) AS id FROM dialog',
}
const deletedName = 'events_deleted'
const find = 'SELECT CAST(value AS INTEGER) AS value FROM meta WHERE key = ?'
const put = 'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)'

const read = (reader: Reader, key: string): number => reader.get<{ value: number }>(find, key)?.value ?? 0

/**
 * The greatest id that was ever given to a row. What was deleted is named in a ledger, a report, a link or a hunt's
 * results, so that its id must never stand for something else.
 */
export const lastGiven = (reader: Reader, table: Marked): number =>
  Math.max(reader.get<{ id: number }>(newest[table])?.id ?? 0, read(reader, names[table]))

/** To be called in every transaction that deletes rows of these tables, before it does. */
export function keepMarks(writer: Writer): void {
  for (const table of ['event', 'dialog'] as const) {
    const last = lastGiven(writer, table)
    if (last > read(writer, names[table])) writer.run(put, names[table], String(last))
  }
}

/** Events that were stored once and are deleted by now. */
export const deletedEvents = (reader: Reader): number => read(reader, deletedName)

export const noteDeleted = (writer: Writer, events: number): void =>
  void writer.run(put, deletedName, String(deletedEvents(writer) + events))
