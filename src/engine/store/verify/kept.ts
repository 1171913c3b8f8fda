import { microsecondsPerMinute } from '../codes.ts'
import type { Reader, Writer } from '../connection.ts'
import { bordersOf } from '../tallies/borders.ts'

/** From when on things are kept; microseconds UTC on whole days, 0 while nothing was given up. */
export interface Kept {
  /** Messages and dialogs; but for evidence there are none before. */
  readonly events: number
  /** Sources: those not seen since are gone, with all that was counted of each of them. */
  readonly sources: number
  /** Counts by the minute, and by the hour. */
  readonly minutes: number
  readonly hours: number
}

const find = "SELECT CAST(value AS INTEGER) AS minute FROM meta WHERE key = 'sources_from'"
const sourcesFrom = (reader: Reader): number => reader.get<{ minute: number }>(find)?.minute ?? 0

export function keptSince(reader: Reader): Kept {
  const { event, minute, hour } = bordersOf(reader)
  return {
    events: event * microsecondsPerMinute,
    sources: sourcesFrom(reader) * microsecondsPerMinute,
    minutes: Math.max(minute, hour) * microsecondsPerMinute,
    hours: hour * microsecondsPerMinute,
  }
}

/**
 * Says that sources not seen since a minute are gone, or about to go: to be called in the transaction that deletes the
 * first of them. Never moves back.
 */
export function moveKeptSources(writer: Writer, minute: number): void {
  const from = Math.max(sourcesFrom(writer), minute)
  writer.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('sources_from', ?)", String(from))
}
