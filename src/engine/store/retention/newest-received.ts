import type { Reader } from '../connection.ts'
import { captureRegion } from '../sensors.ts'

const newest = 'SELECT max(last_event) AS time FROM sensor WHERE region <> ? AND last_event <= ?'

/**
 * When sensors last saw something, by their own clocks; of captures nobody knows when they were taken.
 *
 * @param before a sensor whose newest event came after it says nothing: its clock runs ahead. UTC milliseconds.
 * @returns UTC milliseconds; `undefined` when none ever sent anything.
 */
export function newestReceived(reader: Reader, before: number): number | undefined {
  const time = reader.get<{ time: number | null }>(newest, captureRegion, before * 1000)?.time ?? undefined
  return time === undefined ? undefined : Math.floor(time / 1000)
}
