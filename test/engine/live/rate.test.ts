import { afterEach, expect, test } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { rateIn } from '../../../src/engine/live/rate.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1)
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

test.each([
  { name: 'seconds', perSecond: 1, span: 3_600_000, step: 1_000 },
  { name: 'minutes', perSecond: 0.05, span: 5 * 3_600_000, step: 60_000 },
  { name: 'minutes of a day', perSecond: 0.01, span: 86_400_000, step: 60_000 },
  { name: 'hours', perSecond: 0.0003, span: 30 * 86_400_000, step: 3_600_000 },
  { name: 'days', perSecond: 0.0001, span: 80 * 86_400_000, step: 86_400_000 },
])('the rate in steps of $name equals a recount of the events', ({ perSecond, span, step }) => {
  const now = start + span
  open = openTestStore(1, () => now)
  const events = attackTraffic(4, { sources: 9, start: start * 1000, perSecond })
    .take(9000)
    .filter(([time]) => time < now * 1000)
    .map(factsOf)
    .toArray()
  open.events.store({ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events })
  const rate = rateIn(open.store.reader, { from: start, to: now }, now)
  expect(rate.step).toBe(step)
  const counted = new Array<number>(Math.ceil(span / step)).fill(0)
  for (const event of events)
    if (event.direction === 'in') counted[Math.floor((event.time / 1000 - start) / step)]! += 1
  const shown = counted.map((_, at) => rate.methods.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0))
  expect(shown).toEqual(counted)
})
