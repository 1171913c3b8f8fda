import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { Retention } from '../../../../src/contract/console/data.ts'
import { factsOf, judgeMessage } from '../../../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../../../src/engine/store/ingest/batch.ts'
import { packWaiting } from '../../../../src/engine/store/raw/pack.ts'
import { rawOf } from '../../../../src/engine/store/raw/read.ts'
import { verifyBlocks } from '../../../../src/engine/store/raw/verify.ts'
import { pinsOf } from '../../../../src/engine/store/retention/pinned.ts'
import { retentionPlan } from '../../../../src/engine/store/retention/plan.ts'
import { retentionSweep } from '../../../../src/engine/store/retention/sweep.ts'
import { storedEvents } from '../../../../src/engine/store/totals.ts'
import { verifyStore } from '../../../../src/engine/store/verify/verify.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { otherRules } from '../../../support/other-rules.ts'
import { takeTraffic } from '../../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../../support/store.ts'
import { banOn, day, keepAll } from './filled-store.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Around the night in which Europe leaves out an hour. */
const start = Date.UTC(2026, 2, 28, 22, 30)

type Step =
  | { readonly kind: 'deliver'; readonly sensor: number; readonly events: number; readonly ago: number }
  | { readonly kind: 'delete'; readonly keep: Retention; readonly steps: number }
  | { readonly kind: 'time goes on'; readonly by: number }
  | { readonly kind: 'judge'; readonly first: number; readonly events: number; readonly otherwise: boolean }
  | { readonly kind: 'pack'; readonly most: number }
  | { readonly kind: 'ban'; readonly event: number }
  | { readonly kind: 'begin again' }

const days = fc.constantFrom(null, 0, 1, 2, 4)
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        ...{ kind: fc.constant('deliver' as const), sensor: fc.nat({ max: 1 }) },
        events: fc.integer({ min: 1, max: 120 }),
        // Late by days, in time, and of a clock that runs ahead.
        ago: fc.constantFrom(5, 3, 2, 1, 0.9, 0.04, 0, 0, 0, -1),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('delete' as const),
        keep: fc.record({ raw: days, events: days, rollups: days, entities: days, budget: fc.constantFrom(null, 1) }),
        // Cancelled or killed behind so many pieces.
        steps: fc.constantFrom(1, 3, 10, 10_000),
      }),
    },
    fc.record({ kind: fc.constant('time goes on' as const), by: fc.constantFrom(-day, 3_600_000, day, 2.5 * day) }),
    fc.record({
      ...{ kind: fc.constant('judge' as const), first: fc.nat({ max: 600 }), events: fc.nat({ max: 200 }) },
      otherwise: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('pack' as const), most: fc.integer({ min: 1, max: 600 }) }),
    fc.record({ kind: fc.constant('ban' as const), event: fc.nat({ max: 600 }) }),
    fc.constant({ kind: 'begin again' as const }),
  ),
  { minLength: 6, maxLength: 16 },
)

async function play(made: TestStore, seed: number, all: readonly Step[]): Promise<void> {
  const { store, sensors } = made
  const { writer, reader } = store
  let now = start
  let events = createEventWriter(writer, testGeo, () => now)
  /** What was sent, by the id it got. */
  const sent = new Map<number, Uint8Array>()
  const said = sensors.map(() => 0)
  const deliver = ({ sensor, events: count, ago }: Extract<Step, { kind: 'deliver' }>): void => {
    const at = (now - ago * day) * 1000
    const traffic = seed % 3 === 0 ? guessingTraffic(count, seed, at) : takeTraffic(count, seed + sent.size, at)
    const first = (said[sensor] ?? 0) + 1
    const batch = { sensor: sensors[sensor] ?? 0, epoch: 'a'.repeat(16), first, events: traffic.map(factsOf) }
    for (const { id, facts } of events.store(batch).stored) {
      expect(sent.has(id)).toBe(false)
      sent.set(id, facts.raw)
    }
    expect(events.store(batch).stored).toEqual([])
    said[sensor] = first - 1 + traffic.length
  }
  const remove = (keep: Retention, most: number): void => {
    const pins = pinsOf(writer)
    const plan = retentionPlan(writer, pins, keep, now)
    const running = retentionSweep(writer, plan, pins, () => events.forget())
    for (let step = 0; step < most && running.step(0) !== undefined; step += 1) continue
  }
  const pinned = new Set<number>()
  for (const step of all) {
    if (step.kind === 'deliver') deliver(step)
    else if (step.kind === 'delete') remove({ ...keepAll, ...step.keep }, step.steps)
    else if (step.kind === 'time goes on') now += step.by
    else if (step.kind === 'judge') {
      const judge = step.otherwise ? otherRules.judge : judgeMessage
      events.revise({ first: step.first, last: step.first + step.events }, judge)
    } else if (step.kind === 'pack') packWaiting(writer, step.most)
    else if (step.kind === 'begin again') events = createEventWriter(writer, testGeo, () => now)
    else if (reader.get('SELECT 1 FROM ban WHERE id = ?', `ban-${step.event}`) === undefined) {
      const found = rawOf(reader, [step.event]).get(step.event)
      const isReceived = reader.get('SELECT 1 FROM event_row WHERE id = ? AND direction = 0', step.event)
      banOn(made, [step.event])
      if (isReceived && found instanceof Uint8Array) pinned.add(step.event)
    }
  }
  // Which seconds are recent is said by the clock of the moment in which they were stored: here it was put back since.
  const found = await verifyStore(reader, { now: () => now })
  expect(found.filter((words) => !words.startsWith('counts by the second'))).toEqual([])
  expect(await verifyBlocks(reader, { signal: new AbortController().signal })).toMatchObject({ damaged: 0 })
  const left = reader.all<{ id: number }>('SELECT id FROM event').map(({ id }) => id)
  expect(storedEvents(reader)).toBe(left.length)
  const bytes = rawOf(reader, left)
  for (const id of left) {
    const found = bytes.get(id)
    if (found instanceof Uint8Array) expect(Buffer.compare(found, sent.get(id) ?? Buffer.of())).toBe(0)
    else expect(found).toEqual({ kind: 'gone' })
  }
  for (const id of pinned) expect(bytes.get(id)).toBeInstanceOf(Uint8Array)
}

test('whatever comes late, is deleted, judged anew, packed and banned in whatever order, nothing else is lost', async () => {
  const property = fc.asyncProperty(fc.nat({ max: 1_000 }), steps, async (seed, all) => {
    const made = openTestStore(2)
    try {
      await play(made, seed, all)
    } finally {
      made.stop()
    }
  })
  await fc.assert(property, { numRuns: 10 })
})
