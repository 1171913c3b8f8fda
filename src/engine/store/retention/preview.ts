import type { Doomed, RetentionPreview } from '../../../contract/console/data.ts'
import { microsecondsPerMinute } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { oldRollups } from './drop-rollups.ts'
import { goesWhole, keptOf, partlyOld, whollyOld, type OldBlock } from './old-blocks.ts'
import { countOldSources } from './old-sources.ts'
import { oldWaiting } from './old-waiting.ts'
import type { Pins } from './pinned.ts'
import type { RetentionPlan } from './plan.ts'
import { blockOverhead, bytesOf, sizesOf } from './sizes.ts'

/** What a plan deletes when nothing is stored meanwhile: rows are exact, bytes are estimates. */
export function previewOf(reader: Reader, plan: RetentionPlan, pins: Pins): RetentionPreview {
  const raw = { ...rawGone(reader, plan.raw, pins), ...before(plan.raw) }
  const messages = sum(oldEvents(reader, plan.events)) - pinnedBefore(pins, plan.events * microsecondsPerMinute)
  const events = doomed(messages, bytesOf.event, plan.events)
  const rollups = doomed(sum(oldRollups(reader, plan.rollups)), bytesOf.rollup, plan.rollups)
  const entities = doomed(sum(countOldSources(reader, plan, pins)), bytesOf.source, plan.entities)
  const bytesNow = sizesOf(reader).used
  const gone = [raw, events, rollups, entities].reduce((bytes, each) => bytes + each.bytes, 0)
  const pinned = pinnedBefore(pins, Math.max(plan.raw, plan.events * microsecondsPerMinute))
  return { raw, events, rollups, entities, pinned, bytesNow, bytesAfter: Math.max(0, bytesNow - gone) }
}

const doomed = (rows: number, bytesEach: number, border: number): Doomed => ({
  ...{ rows, bytes: rows * bytesEach },
  ...before(border * microsecondsPerMinute),
})

/** @param border microseconds. */
const before = (border: number): Pick<Doomed, 'before'> => (border === 0 ? {} : { before: border / 1000 })

const pinnedBefore = (pins: Pins, border: number): number => [...pins.all()].filter(({ time }) => time < border).length

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0)

const nextTime = 'SELECT min(time) AS time FROM event WHERE time >= ? AND time < ?'
const countTimes = 'SELECT count(*) AS rows FROM event WHERE time >= ? AND time < ?'
const day = 86_400_000_000

/** Day by day: there may be millions. */
function* oldEvents(reader: Reader, border: number): Generator<number, void> {
  const end = border * microsecondsPerMinute
  for (let at = 0; ;) {
    const time = reader.get<{ time: number | null }>(nextTime, at, end)?.time ?? null
    if (time === null) return
    at = Math.min(end, (Math.floor(time / day) + 1) * day)
    yield reader.get<{ rows: number }>(countTimes, time, at)?.rows ?? 0
  }
}

function rawGone(reader: Reader, border: number, pins: Pins): { readonly rows: number; readonly bytes: number } {
  let [rows, bytes] = [0, 0]
  const add = (block: OldBlock): void => {
    const gone = goneOf(reader, block, border, pins)
    rows += gone
    bytes += Math.round((block.bytes * blockOverhead * gone) / block.messages)
  }
  for (const block of partlyOld(reader, border)) add(block)
  for (const block of whollyOld(reader, border)) add(block)
  for (const ids of oldWaiting(reader, border, pins)) {
    rows += ids.length
    bytes += reader.get<{ bytes: number }>(waitingBytes, JSON.stringify(ids))?.bytes ?? 0
  }
  return { rows, bytes }
}

const waitingBytes = `
  SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM raw WHERE event IN (SELECT value FROM json_each(?))`

function goneOf(reader: Reader, block: OldBlock, border: number, pins: Pins): number {
  if (goesWhole(block, border, pins)) return block.messages
  return block.messages - (keptOf(reader, block, border, pins)?.length ?? block.messages)
}
