import type { Reader, Writer } from './connection.ts'

/** What retention has deleted; microseconds UTC, 0 when nothing. Counts by time have their own borders (tallies/borders.ts). */
export interface Kept {
  /** Messages and dialogs before this time are gone, but for evidence. */
  readonly events: number
  /** Sources not seen since this time are gone, with all that was counted of each of them. */
  readonly sources: number
}

const names = { events: 'events_from', sources: 'sources_from' } as const
const find = `SELECT key, CAST(value AS INTEGER) AS time FROM meta WHERE key IN ('${names.events}', '${names.sources}')`

export function keptSince(reader: Reader): Kept {
  const found = new Map(reader.all<{ key: string; time: number }>(find).map(({ key, time }) => [key, time]))
  return { events: found.get(names.events) ?? 0, sources: found.get(names.sources) ?? 0 }
}

/** To be called in the transaction that deletes the first of what is gone by then. Times never move back. */
export function moveKept(writer: Writer, kept: Kept): void {
  const before = keptSince(writer)
  for (const part of ['events', 'sources'] as const) {
    const time = Math.max(before[part], Math.ceil(kept[part]))
    writer.run('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)', names[part], String(time))
  }
}
