import pino from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createChanges } from '../../src/engine/changes.ts'
import { createIngest, type Ingest } from '../../src/engine/ingest/ingest.ts'
import { startPacking, type Packing, type PackingProgress } from '../../src/engine/packing.ts'
import { rawOf } from '../../src/engine/store/raw/read.ts'
import { createTail } from '../../src/engine/tail.ts'
import { openTestStore, testGeo, type TestStore } from '../support/store.ts'
import { until } from '../support/until.ts'
import { blocksIn, leaveWaiting, messagesFrom, waitingIn } from './store/raw/messages.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

function engineParts(): { readonly test: TestStore; readonly ingest: Ingest } {
  const test = openTestStore(0)
  stops.push(test.stop)
  const around = { store: test.store, geo: testGeo, changes: createChanges(), tail: createTail(), now: Date.now }
  const ingest = createIngest(around)
  stops.push(() => ingest.close())
  return { test, ingest }
}

function pack(
  { store }: TestStore,
  ingest: Ingest,
  onProgress: (progress: PackingProgress | undefined) => void,
): Packing {
  const packing = startPacking({ store, ingest, log: pino({ level: 'silent' }), onProgress })
  stops.push(() => packing.stop())
  return packing
}

test('what an older console left unpacked is packed with progress, and every message keeps its bytes', async () => {
  const { test, ingest } = engineParts()
  const messages = messagesFrom(1, 5_000)
  leaveWaiting(test.store.writer, messages)
  const seen: (PackingProgress | undefined)[] = []
  pack(test, ingest, (progress) => seen.push(progress))
  await until('all is packed', () => seen.length > 0 && seen.at(-1) === undefined)
  expect(waitingIn(test.store.writer).length).toBeLessThan(512)
  expect(blocksIn(test.store.writer).length).toBeGreaterThan(15)
  expect(seen[0]).toEqual({ done: 1_024, total: 5_000 })
  const found = rawOf(
    test.store.reader,
    messages.map(({ id }) => id),
  )
  for (const { id, bytes } of messages) expect(Buffer.from(found.get(id) as Uint8Array).equals(bytes)).toBe(true)
})

test('while sensors keep the store busy, packing waits', async () => {
  const { test, ingest } = engineParts()
  leaveWaiting(test.store.writer, messagesFrom(1, 3_000))
  const lane = ingest.lane(() => undefined)
  let batches = 0
  let packed = NaN
  /** As long as a batch takes, again and again. */
  const busy = (): void => {
    const end = performance.now() + 20
    while (performance.now() < end);
    batches += 1
    if (batches < 30) lane.push(busy)
    else packed = packing.progress?.done ?? 0
  }
  lane.push(busy)
  lane.push(busy)
  const packing = pack(test, ingest, () => undefined)
  await until('the batches are stored', () => batches >= 30)
  expect(packed).toBeLessThanOrEqual(1_024)
  await until('packing goes on', () => waitingIn(test.store.writer).length < 512)
})
