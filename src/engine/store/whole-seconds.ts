import { z } from 'zod'
import type { Reader, Writer } from './connection.ts'
import { readSetting, writeSetting } from './settings.ts'

const key = 'whole-seconds'

/**
 * From which second on, UTC, the counts by the second hold every message. It rises as old seconds are dropped. When the
 * clock was put back it stays where it was, because what was dropped by the later time is lacking: but what is still to
 * come will be counted.
 */
export const wholeSecondsFrom = (reader: Reader): number => readSetting(reader, key, z.number()) ?? 0

/** @param border seconds before it were dropped. @param now UTC seconds. */
export function noteWholeSeconds(writer: Writer, border: number, now: number): void {
  const before = wholeSecondsFrom(writer)
  writeSetting(writer, key, Math.max(border, Math.min(before, now)))
}
