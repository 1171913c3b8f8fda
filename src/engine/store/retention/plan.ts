import type { Retention } from '../../../contract/console/data.ts'
import { microsecondsPerMinute } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { bordersOf } from '../tallies/borders.ts'
import { minutesIn } from '../tallies/cover.ts'
import type { Pins } from './pinned.ts'
import { blockOverhead, bytesOf, sizesOf } from './sizes.ts'

/** What goes: everything of a class before its border; 0 where all stays. */
export interface RetentionPlan {
  /** Microseconds UTC: raw bytes of messages. */
  readonly raw: number
  /** Minutes since 1970 on whole days: messages and dialogs. Never behind `raw`. */
  readonly events: number
  /** The same: counts by the minute and by the hour. */
  readonly rollups: number
  /** The same: sources not seen since, of which no message is left. Never behind `events`. */
  readonly entities: number
}

/** @param now UTC milliseconds. */
export function retentionPlan(reader: Reader, pins: Pins, retention: Retention, now: number): RetentionPlan {
  const byAge = planByAge(retention, now)
  if (retention.budget === null) return byAge
  const left = sizesOf(reader).used - bytesGone(reader, byAge)
  return left <= retention.budget ? byAge : withinBudget({ reader, pins, now }, byAge, left - retention.budget)
}

/** The first minute of the day that was so many days ago: something is kept for that long at least. */
const dayBorder = (days: number | null, now: number): number =>
  days === null ? 0 : Math.max(0, Math.floor(now / 86_400_000) - days) * minutesIn.day

function planByAge(retention: Retention, now: number): RetentionPlan {
  const events = dayBorder(retention.events, now)
  return {
    raw: Math.max(dayBorder(retention.raw, now), events) * microsecondsPerMinute,
    events,
    rollups: dayBorder(retention.rollups, now),
    entities: Math.min(dayBorder(retention.entities, now), events),
  }
}

const packedBefore = 'SELECT coalesce(sum(length(packed)), 0) AS bytes FROM raw_block WHERE to_time < ?'
const countedBetween = 'SELECT day, sum(messages) AS messages FROM rollup_day WHERE day >= ? AND day < ? GROUP BY day'

/** About. */
function bytesGone(reader: Reader, { raw, events }: RetentionPlan): number {
  const packed = reader.get<{ bytes: number }>(packedBefore, raw)?.bytes ?? 0
  const messages = messagesByDay(reader, events).reduce((sum, day) => sum + day.messages, 0)
  return packed * blockOverhead + messages * bytesOf.event
}

const messagesByDay = (reader: Reader, before: number): readonly { day: number; messages: number }[] =>
  reader.all(countedBetween, bordersOf(reader).event / minutesIn.day, before / minutesIn.day)

interface Place {
  readonly reader: Reader
  readonly pins: Pins
  readonly now: number
}

/** Raw bytes go first, the oldest of them; when there are none left, messages by whole days, but never today's. */
function withinBudget(place: Place, plan: RetentionPlan, excess: number): RetentionPlan {
  const { reader, now } = place
  const { raw, bytes } = rawWorth(place, plan.raw, excess)
  if (bytes >= excess) return { ...plan, raw }
  const events = eventsWorth(reader, plan.events, excess - bytes, dayBorder(0, now))
  return { ...plan, raw: Math.max(raw, events * microsecondsPerMinute), events }
}

const oldestBlocks = `
  SELECT to_time AS time, first, last, length(packed) AS bytes FROM raw_block WHERE (to_time, first) > (?, ?)
  ORDER BY to_time, first LIMIT 1000`

interface OldBlock {
  readonly time: number
  readonly first: number
  readonly last: number
  readonly bytes: number
}

interface RawWorth {
  readonly raw: number
  readonly bytes: number
}

/** The border before which blocks of so many bytes lie, or all there are; those with evidence in them hardly shrink. */
function rawWorth({ reader, pins }: Place, border: number, excess: number): RawWorth {
  let [time, after, bytes] = [border - 1, Number.MAX_SAFE_INTEGER, 0]
  for (;;) {
    const blocks = reader.all<OldBlock>(oldestBlocks, time, after)
    for (const block of blocks) {
      if (bytes >= excess) return { raw: time + 1, bytes }
      if (pins.between(block.first, block.last).length === 0) bytes += block.bytes * blockOverhead
      time = block.time
      after = block.first
    }
    if (blocks.length === 0) return { raw: time + 1, bytes }
  }
}

/** @param most the border may be moved up to here. */
function eventsWorth(reader: Reader, border: number, excess: number, most: number): number {
  let [events, bytes] = [border, bytesOf.event * -sumBefore(reader, border)]
  for (const { day, messages } of messagesByDay(reader, most)) {
    if (bytes >= excess) break
    bytes += messages * bytesOf.event
    events = Math.max(events, (day + 1) * minutesIn.day)
  }
  return events
}

/** What goes because of its age is no part of the excess any more. */
const sumBefore = (reader: Reader, border: number): number =>
  messagesByDay(reader, border).reduce((sum, { messages }) => sum + messages, 0)
