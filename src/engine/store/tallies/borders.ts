import type { Reader, Writer } from '../connection.ts'
import { keptForGood, minutesIn, type Borders } from './cover.ts'

/** From where things are kept, in minutes since 1970 on whole UTC days; 0 while nothing was given up. */
export interface StoredBorders extends Borders {
  /** Events themselves; what was counted of them stays longer. */
  readonly event: number
}

const names = { event: 'events_from', minute: 'minutes_from', hour: 'hours_from' } as const
const find = `SELECT key, CAST(value AS INTEGER) AS minute FROM meta WHERE key IN (${Object.values(names)
  .map((name) => `'${name}'`)
  .join(', ')})`

/** From where events, and tallies and rollups of minutes and hours, are kept. */
export function bordersOf(reader: Reader): StoredBorders {
  const found = new Map(reader.all<{ key: string; minute: number }>(find).map(({ key, minute }) => [key, minute]))
  return {
    event: found.get(names.event) ?? 0,
    minute: found.get(names.minute) ?? keptForGood.minute,
    hour: found.get(names.hour) ?? keptForGood.hour,
  }
}

/**
 * Says that what lies before these borders is gone, or about to go: to be called in the transaction that deletes the first
 * of it. Borders never move back.
 * @throws RangeError for a border inside a day.
 */
export function moveBorders(writer: Writer, borders: StoredBorders): void {
  const before = bordersOf(writer)
  for (const what of ['event', 'minute', 'hour'] as const) {
    const border = Math.max(borders[what], before[what])
    if (border % minutesIn.day !== 0)
      throw new RangeError(`what is stored is given up by whole days, not from ${border}`)
    writer.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', names[what], String(border))
  }
}
