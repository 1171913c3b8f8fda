import type { Reader, Writer } from '../connection.ts'
import { keptForGood, minutesIn, type Borders } from './cover.ts'

const names = { minute: 'tallies_minute_from', hour: 'tallies_hour_from' } as const
const find = `SELECT key, CAST(value AS INTEGER) AS minute FROM meta WHERE key IN ('${names.minute}', '${names.hour}')`

/** From where tallies and rollups of minutes and hours are kept. */
export function bordersOf(reader: Reader): Borders {
  const found = new Map(reader.all<{ key: string; minute: number }>(find).map(({ key, minute }) => [key, minute]))
  return {
    minute: found.get(names.minute) ?? keptForGood.minute,
    hour: found.get(names.hour) ?? keptForGood.hour,
  }
}

/**
 * Says that counts before these borders are gone, or about to go: to be called in the transaction that deletes the first
 * of them. Borders never move back, and lie on whole days.
 * @throws RangeError for a border inside a day.
 */
export function moveBorders(writer: Writer, borders: Borders): void {
  const before = bordersOf(writer)
  for (const level of ['minute', 'hour'] as const) {
    const border = Math.max(borders[level], before[level])
    if (border % minutesIn.day !== 0) throw new RangeError(`counts are given up by whole days, not from ${border}`)
    writer.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', names[level], String(border))
  }
}
