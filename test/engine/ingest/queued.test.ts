import { expect, test } from 'vitest'
import { FrameQueue, type Batch, type QueuedFrame } from '../../../src/engine/ingest/queued.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import type { PackedRun } from '../../../src/engine/store/raw/blocks.ts'
import { takeTraffic } from '../../support/sip-events.ts'

const traffic = takeTraffic(5_000).map(factsOf)
const run = (messages: number): PackedRun => ({ at: 0, messages, size: messages, packed: new Uint8Array(1) })
const frame = (first: number, count: number, epoch = 'a'): QueuedFrame => ({
  epoch,
  first,
  count,
  events: () => traffic.slice(first - 1, first - 1 + count),
  runs: count < 256 ? [] : [run(count)],
})

/** First sequence and number of events of each batch. */
function batchesOf(frames: readonly (QueuedFrame | 'close')[]): [number, number][] {
  const queue = new FrameQueue()
  const takes: (() => Batch)[] = []
  for (const next of frames) {
    if (next === 'close') queue.close()
    else queue.add(next, (take) => takes.push(take))
  }
  return takes.map((take) => [take().first, take().events.length])
}

test('frames that wait are stored together, up to 2,000 events', () => {
  const frames = [frame(1, 700), frame(701, 700), frame(1401, 600), frame(2001, 1)]
  expect(batchesOf(frames)).toEqual([
    [1, 2000],
    [2001, 1],
  ])
})

test.each([
  ['a hole', [frame(1, 10), frame(12, 10)]],
  ['a repetition', [frame(1, 10), frame(1, 10)]],
  ['a new numbering', [frame(1, 10), frame(11, 10, 'b')]],
  ['something else in between', [frame(1, 10), 'close', frame(11, 10)]],
] as const)('%s parts batches', (_what, frames) => {
  expect(batchesOf(frames)).toHaveLength(2)
})

test('a batch that has begun takes no more events, and is the same when it is tried again', () => {
  const queue = new FrameQueue()
  const takes: (() => Batch)[] = []
  const add = (next: QueuedFrame): void => queue.add(next, (take) => takes.push(take))
  add(frame(1, 10))
  const begun = takes[0]?.()
  add(frame(11, 5))
  expect(takes.map((take) => take().events.length)).toEqual([10, 5])
  expect(takes[0]?.()).toBe(begun)
})

test('what is packed of each frame keeps its place among all events', () => {
  const queue = new FrameQueue()
  const takes: (() => Batch)[] = []
  for (const each of [frame(1, 300), frame(301, 20), frame(321, 400)]) queue.add(each, (take) => takes.push(take))
  expect(takes[0]?.().runs).toEqual([
    { ...run(300), at: 0 },
    { ...run(400), at: 320 },
  ])
})
