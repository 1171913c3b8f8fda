import { afterEach, expect, test } from 'vitest'
import type { Range } from '../../../src/contract/console/vocabulary.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { timelineOf } from '../../../src/engine/sources/timeline.ts'
import type { EventFacts } from '../../../src/engine/store/ingest/facts.ts'
import { sourceByAddress, type StoredSource } from '../../../src/engine/store/sources.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1, 0, 0, 30)
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

/** @returns what a busy source sent, and the source as it is stored. */
function storeTraffic(perSecond: number): { readonly sent: readonly EventFacts[]; readonly source: StoredSource } {
  open = openTestStore(1)
  const traffic = attackTraffic(9, { sources: 3, start: start * 1000, perSecond }).take(1200)
  const events = traffic.toArray().map(factsOf)
  open.events.store({ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events })
  const address = events[0]?.source ?? ''
  const source = sourceByAddress(open.store.reader, address)
  if (!source) throw new Error('the source is not stored')
  return { sent: events.filter((event) => event.source === address && event.direction === 'in'), source }
}

const read = (source: StoredSource, range: Range | undefined) => {
  if (!open) throw new Error('no store')
  return timelineOf(open.store.reader, source, range)
}

/** Counted from the events themselves; `unit` is the grain to which the range's ends are widened. */
function recounted(sent: readonly EventFacts[], range: Range, unit: number, from: number, step: number): number[] {
  const counts = new Array<number>(Math.ceil(range.to / step) - from / step).fill(0)
  const ends = [Math.floor(range.from / unit) * unit, Math.ceil(range.to / unit) * unit] as const
  for (const { time } of sent) {
    const at = Math.floor((time / 1000 - from) / step)
    if (time / 1000 >= ends[0] && time / 1000 < ends[1] && at >= 0 && at < counts.length) counts[at]! += 1
  }
  return counts
}

test.each([
  { name: 'a minute', perSecond: 10, span: minute, unit: 0.001, step: second },
  { name: 'a quarter of an hour', perSecond: 1, span: 15 * minute, unit: 0.001, step: 2 * second },
  { name: 'two hours', perSecond: 0.2, span: 2 * hour, unit: 0.001, step: 13 * second },
  { name: 'eight hours', perSecond: 0.03, span: 8 * hour, unit: minute, step: minute },
  { name: 'twenty days', perSecond: 0.0005, span: 20 * day, unit: minute, step: hour },
  { name: 'six hundred days', perSecond: 0.00001, span: 600 * day, unit: minute, step: 2 * day },
])('the timeline of $name equals a recount of the events', ({ perSecond, span, unit, step }) => {
  const { sent, source } = storeTraffic(perSecond)
  const range = { from: start + 5_250, to: start + 5_250 + span }
  const timeline = read(source, range)
  expect(timeline.step).toBe(step)
  expect(timeline.counts).toEqual(recounted(sent, range, unit, timeline.from, timeline.step))
  expect(Math.max(...timeline.counts)).toBeGreaterThan(1)
})

test.each([10, 0.2, 0.0005])('without a range every message is in it, at %d messages a second', (perSecond) => {
  const { sent, source } = storeTraffic(perSecond)
  const { counts } = read(source, undefined)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sent.length)
  expect(counts.length).toBeLessThanOrEqual(600)
})
