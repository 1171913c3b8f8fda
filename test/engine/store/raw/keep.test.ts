import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { packRuns, type PackedRun, type RawMessage } from '../../../../src/engine/store/raw/blocks.ts'
import { keepRaw } from '../../../../src/engine/store/raw/keep.ts'
import { packWaiting } from '../../../../src/engine/store/raw/pack.ts'
import { rawOf } from '../../../../src/engine/store/raw/read.ts'
import { waiting } from '../../../../src/engine/store/raw/waiting.ts'
import type { Writer } from '../../../../src/engine/store/connection.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'
import { blocksIn, leaveWaiting, messageOf, messagesFrom, waitingIn } from './messages.ts'

let open: TestStore
let writer: Writer
beforeEach(() => {
  open = openTestStore(0)
  writer = open.store.writer
})
afterEach(() => open.stop())

const keep = (messages: readonly RawMessage[], runs?: readonly PackedRun[]): void =>
  writer.transaction(() => keepRaw(writer, messages, runs))

/** Packed ahead, as a frame of these messages that begins somewhere in its batch. */
const runsOf = (messages: readonly RawMessage[], at = 0): readonly PackedRun[] =>
  packRuns(messages.map(({ bytes }) => bytes)).map((run) => ({ ...run, at: run.at + at }))

function expectAll(messages: readonly RawMessage[]): void {
  const found = rawOf(
    open.store.reader,
    messages.map(({ id }) => id),
  )
  for (const { id, bytes } of messages) expect(Buffer.from(found.get(id) as Uint8Array).equals(bytes)).toBe(true)
}

test('a big batch becomes blocks of like length at once', () => {
  keep(messagesFrom(1, 2_000))
  expect(waitingIn(writer)).toEqual([])
  const blocks = blocksIn(writer)
  expect(blocks.map(({ messages }) => messages)).toEqual([286, 286, 286, 286, 286, 286, 284])
  expect(blocks[1]).toEqual({
    first: 287,
    last: 572,
    messages: 286,
    sensor: 1,
    from_time: 287 * 6e7,
    to_time: 572 * 6e7,
  })
  expectAll(messagesFrom(1, 2_000))
})

test('what trickles in waits until there is enough for a block', () => {
  for (let id = 1; id <= 255; id += 1) keep([messageOf(id)])
  expect(waitingIn(writer)).toHaveLength(255)
  expect(waiting(writer)).toBe(255)
  keep([messageOf(256)])
  expect(waitingIn(writer)).toEqual([])
  expect(blocksIn(writer).map(({ first, last, messages }) => [first, last, messages])).toEqual([[1, 256, 256]])
  expectAll(messagesFrom(1, 256))
})

test('few that wait join the next big batch, and a block of several sensors names none', () => {
  const first = [1, 2, 3].map((id) => messageOf(id, 2))
  keep(first)
  keep(messagesFrom(4, 500))
  const [block, ...others] = blocksIn(writer)
  expect(others).toEqual([])
  expect(block).toMatchObject({ first: 1, last: 503, messages: 503, sensor: null })
  expectAll([...first, ...messagesFrom(4, 500)])
})

test('long messages make shorter blocks', () => {
  const long = messagesFrom(1, 300).map((message) => ({ ...message, bytes: Buffer.alloc(60_000, message.id) }))
  keep(long)
  expect(Math.max(...blocksIn(writer).map(({ messages }) => messages))).toBe(9)
  expectAll(long)
})

test('the millions that an older console left wait for packWaiting, which packs all but the newest', () => {
  leaveWaiting(writer, messagesFrom(1, 3_000, 2))
  keep(messagesFrom(7_001, 20))
  expect(waitingIn(writer)).toHaveLength(3_020)
  keep(messagesFrom(8_001, 300))
  expect(blocksIn(writer).map(({ first }) => first)).toEqual([8_001])

  expect(packWaiting(writer, 500)).toBeGreaterThanOrEqual(500)
  while (packWaiting(writer, 500) > 0);
  expect(waitingIn(writer)).toEqual([])
  expect(waiting(writer)).toBe(0)
  const sizes = blocksIn(writer).map(({ messages }) => messages)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(3_320)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(256)
  expectAll([...messagesFrom(1, 3_000, 2), ...messagesFrom(7_001, 20), ...messagesFrom(8_001, 300)])
})

test('the newest messages behind the last block stay unpacked', () => {
  leaveWaiting(writer, messagesFrom(1, 2_000))
  while (packWaiting(writer, 1_000) > 0);
  const left = waitingIn(writer)
  expect(left.length).toBeLessThan(512)
  expect(left.at(-1)).toBe(2_000)
  expectAll(messagesFrom(1, 2_000))
})

test('an id that was given twice is not lost, and nothing else with it', () => {
  keep(messagesFrom(1, 600))
  writer.run('DELETE FROM raw')
  keep([messageOf(100)])
  expect(waitingIn(writer)).toEqual([100])
  leaveWaiting(writer, messagesFrom(601, 1_000))
  while (packWaiting(writer, 1_000) > 0);
  expect(waitingIn(writer)[0]).toBe(100)
  expectAll(messagesFrom(1, 1_600))
})

test('any order of batches, packing and deleting gives every message that is left its own bytes', () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('keep' as const), count: fc.integer({ min: 1, max: 700 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('pack' as const), count: fc.integer({ min: 1, max: 900 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('backlog' as const), count: fc.integer({ min: 1, max: 900 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('delete' as const), count: fc.integer({ min: 1, max: 50 }) }),
    },
  )
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 12 }), (actions) => {
      writer.run('DELETE FROM raw')
      writer.run('DELETE FROM raw_block')
      let next = 1
      const left = new Map<number, RawMessage>()
      for (const { kind, count } of actions) {
        const batch = messagesFrom(next, count)
        if (kind === 'keep') keep(batch)
        else if (kind === 'backlog') leaveWaiting(writer, batch)
        if (kind === 'keep' || kind === 'backlog') {
          for (const message of batch) left.set(message.id, message)
          next += count + (count % 3)
        } else if (kind === 'pack') packWaiting(writer, count)
        else {
          for (const id of waitingIn(writer).slice(0, count)) left.delete(id)
          writer.run('DELETE FROM raw WHERE event IN (SELECT event FROM raw ORDER BY event LIMIT ?)', count)
        }
      }
      expectAll([...left.values()])
      const gone = Array.from({ length: next }, (_, id) => id).filter((id) => !left.has(id))
      expect([...rawOf(writer, gone).values()].every((found) => !(found instanceof Uint8Array))).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('what was packed ahead is stored as it is; too little beside it waits or joins', () => {
  const all = messagesFrom(1, 1_000)
  keep(all.slice(0, 900), [...runsOf(all.slice(0, 300)), ...runsOf(all.slice(320, 720), 320)])
  expect(blocksIn(writer).map(({ first, last }) => [first, last])).toEqual([
    [1, 300],
    [301, 720],
  ])
  expect(waitingIn(writer)).toHaveLength(180)
  keep(all.slice(900), [])
  expect(blocksIn(writer).at(-1)).toMatchObject({ first: 721, last: 1_000, messages: 280 })
  expect(waitingIn(writer)).toEqual([])
  expectAll(all)
})

test('a frame too small for a block is packed with others, not ahead', () => {
  expect(packRuns(messagesFrom(1, 255).map(({ bytes }) => bytes))).toEqual([])
  expect(packRuns(messagesFrom(1, 1_100).map(({ bytes }) => bytes)).map(({ messages }) => messages)).toEqual([
    275, 275, 275, 275,
  ])
})
