import type { Writer } from '../connection.ts'

interface Cursor {
  readonly id: number
  readonly last: number
}

/**
 * The place in a sensor's numbering up to which all is stored. A numbering met for the first time begins with `start`:
 * what the spool no longer held by then was never ours to lose.
 */
export function cursorOf(writer: Writer, sensor: number, epoch: string, start: number): Cursor {
  const known = writer.get<Cursor>('SELECT id, last FROM epoch WHERE sensor = ? AND name = ?', sensor, epoch)
  if (known) return known
  const { id } = writer.run('INSERT INTO epoch (sensor, name, last) VALUES (?, ?, ?)', sensor, epoch, start)
  return { id, last: start }
}
