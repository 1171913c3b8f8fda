import { afterEach, expect, test, vi } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { SequenceError } from '../../../src/engine/store/ingest/batch.ts'
import { randomFrom, takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'
import { recount } from '../../support/recount.ts'

const start = Date.UTC(2026, 0, 1)
// Every batch waits for the disk, and a busy machine makes it wait long.
vi.setConfig({ testTimeout: 60_000 })
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

/** Events get sequences in an order that has nothing to do with their times, and are cut into batches at random. */
function shuffledBatches(seed: number, count: number) {
  const random = randomFrom(seed)
  const traffic = takeTraffic(count, seed, start * 1000)
  const shuffled = traffic.map((event) => ({ event, key: random() })).sort((a, b) => a.key - b.key)
  const batches: { first: number; events: ReturnType<typeof factsOf>[] }[] = []
  for (let at = 0; at < shuffled.length;) {
    const size = 1 + Math.floor(random() * 60)
    batches.push({ first: at + 1, events: shuffled.slice(at, at + size).map(({ event }) => factsOf(event)) })
    at += size
  }
  return { batches, random }
}

test.each([1, 2, 3])('aggregates equal a recount after shuffled and repeated delivery (seed %i)', (seed) => {
  open = openTestStore(3, () => start)
  const { events, sensors, store } = open
  const { batches, random } = shuffledBatches(seed, 1000)
  for (const [at, batch] of batches.entries()) {
    for (const sensor of sensors) {
      events.store({ sensor, epoch: 'aaaaaaaaaaaaaaaa', ...batch })
      const earlier = batches[Math.floor(random() * at)]
      if (earlier && random() < 0.2) {
        expect(events.store({ sensor, epoch: 'aaaaaaaaaaaaaaaa', ...earlier }).stored).toEqual([])
      }
    }
  }
  expect(store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n).toBe(3000)
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
})

test('a batch that overlaps the cursor adds only what is new', () => {
  open = openTestStore(1, () => start)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const facts = takeTraffic(30, 5, start * 1000).map(factsOf)
  events.store({ sensor, epoch: 'b'.repeat(16), first: 1, events: facts.slice(0, 20) })
  const { stored, last } = events.store({ sensor, epoch: 'b'.repeat(16), first: 11, events: facts.slice(10) })
  expect([stored.length, last]).toEqual([10, 30])
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
})

test('events left out are refused, and nothing of the batch is stored', () => {
  open = openTestStore(1)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const facts = takeTraffic(10, 6).map(factsOf)
  events.store({ sensor, epoch: 'c'.repeat(16), first: 1, events: facts.slice(0, 5) })
  expect(() => events.store({ sensor, epoch: 'c'.repeat(16), first: 7, events: facts.slice(6) })).toThrow(SequenceError)
  expect(store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n).toBe(5)
})

test('a failure in the middle leaves neither events nor stale ids behind', () => {
  open = openTestStore(1, () => start)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const facts = takeTraffic(40, 7, start * 1000).map(factsOf)
  const broken = facts.map((fact, at) => (at === 30 ? { ...fact, time: -1 } : fact))
  expect(() => events.store({ sensor, epoch: 'd'.repeat(16), first: 1, events: broken })).toThrow(/CHECK/)
  expect(store.reader.get<{ n: number }>('SELECT count(*) AS n FROM source')?.n).toBe(0)
  events.store({ sensor, epoch: 'd'.repeat(16), first: 1, events: facts })
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
})
