import { statSync } from 'node:fs'
import { join } from 'node:path'
import { decodeFromSensor, encodeFrame } from '../../src/contract/wire/codec.ts'
import type { FromSensor } from '../../src/contract/wire/frames.ts'
import { createChanges } from '../../src/engine/changes.ts'
import { openGeo } from '../../src/engine/geo/geo.ts'
import { inOrder } from '../../src/engine/ingest/in-order.ts'
import { createIngest, type Ingest } from '../../src/engine/ingest/ingest.ts'
import { createPreparer } from '../../src/engine/ingest/prepare/preparer.ts'
import { FrameQueue, type Batch } from '../../src/engine/ingest/queued.ts'
import { judgeSource } from '../../src/engine/sources/verdict.ts'
import type { Writer } from '../../src/engine/store/connection.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { addSensor } from '../../src/engine/store/sensors.ts'
import { sourcesDue, storeVerdict } from '../../src/engine/store/verdicts.ts'
import { createTail } from '../../src/engine/tail.ts'
import { engineOptions } from '../../test/support/engine.ts'
import { arrivals, sensors, type Arrived } from './arrivals.ts'
import { openPlain } from './plain.ts'

/** One side of the comparison. */
export interface Stored {
  readonly events: number
  /** Milliseconds of storing alone: making the traffic does not count. */
  readonly busy: number
  /** On disk, once closed. */
  readonly bytes: number
}

export interface Built {
  readonly ours: Stored
  readonly baseline: Stored
  /** UTC milliseconds of the first and of the last event. */
  readonly from: number
  readonly to: number
}

/** Events in a frame, as a busy sensor sends them. */
const frameEvents = 500
/** Batches that one side stores before it is the other's turn: 20,000 events. */
const turnBatches = 10
const epoch = '0123456789abcdef'
/** The baseline takes 750 bytes for each event; what it takes for more is known from so many. */
const plainMost = 2_000_000

export const plainPath = (directory: string): string => join(directory, 'plain.db')

/** Stores so many events in a folder, ours and the baseline in turn, some batches each. */
export async function buildStore(directory: string, size: number): Promise<Built> {
  const plain = openPlain(plainPath(directory))
  const ours = openOurs(directory)
  let [from, to] = [Infinity, 0]
  for (const turn of turnsOf(arrivals(size))) {
    await ours.store(turn)
    for (const arrived of turn) {
      if (plain.events < plainMost) plain.store(arrived)
      from = Math.min(from, arrived.events[0]?.[0] ?? from)
      to = Math.max(to, arrived.events.at(-1)?.[0] ?? to)
    }
  }
  const stored = await ours.close()
  const baseline = { events: plain.events, busy: plain.busy, bytes: plain.close() }
  return { ours: { events: size, ...stored }, baseline, from: from / 1000, to: to / 1000 }
}

/** Several batches, because ours judges the next one while it stores one; both sides begin and end with nothing waiting. */
function* turnsOf(all: Iterable<Arrived>): Generator<readonly Arrived[]> {
  let turn: Arrived[] = []
  for (const arrived of all) {
    if (turn.push(arrived) < turnBatches) continue
    yield turn
    turn = []
  }
  if (turn.length > 0) yield turn
}

function openOurs(directory: string) {
  const { geoCountry, threads, log } = engineOptions(directory)
  const store = openStore({ directory })
  const preparer = createPreparer({ file: threads.preparer, log })
  const around = { store, geo: openGeo(geoCountry), changes: createChanges(), tail: createTail(), now: Date.now }
  const ingest = createIngest({ ...around, preparer })
  const senders = Array.from({ length: sensors }, (_, at) =>
    openSender(ingest, addSensor(store.writer, `ws://127.0.0.1:${at + 1}/`, 'the token of the bench')),
  )
  let busy = 0
  return {
    store: async (turn: readonly Arrived[]) => {
      const sent = senders.map((_, at) => turn.filter(({ sensor }) => sensor === at).flatMap(framesOf))
      const began = performance.now()
      await Promise.all(senders.map((send, at) => send(sent[at] ?? [])))
      busy += performance.now() - began
    },
    close: async (): Promise<Omit<Stored, 'events'>> => {
      await ingest.close()
      await preparer.close()
      judgeAll(store.writer)
      store.close()
      return { busy, bytes: statSync(store.path).size }
    },
  }
}

/** What a link does: from the bytes of frames that wait behind each other to what is acknowledged. */
function openSender(ingest: Ingest, sensor: number): (frames: readonly Uint8Array[]) => Promise<void> {
  const queue = new FrameQueue()
  return (frames) =>
    new Promise((resolve, reject) => {
      if (frames.length === 0) return resolve()
      const lane = ingest.lane(reject)
      const order = inOrder(reject)
      let left = 0
      const store = (batch: Batch): void => {
        const { last } = ingest.storeReady({ sensor, ...batch })
        encodeFrame({ type: 'ack', epoch: batch.epoch, sequence: last })
        left -= batch.events.length
        if (left > 0) return
        lane.close()
        resolve()
      }
      for (const bytes of frames) {
        const { epoch, first, events } = eventsIn(bytes)
        left += events.length
        order.after(ingest.prepare(events), (ready) =>
          queue.add({ epoch, first, ...ready }, (take) => lane.push(() => store(take()))),
        )
      }
    })
}

function* cut<Item>(items: readonly Item[], most: number): Generator<readonly [first: number, part: readonly Item[]]> {
  for (let at = 0; at < items.length; at += most) yield [at, items.slice(at, at + most)]
}

const framesOf = ({ first, events }: Arrived): readonly Uint8Array[] =>
  [...cut(events, frameEvents)].map(([at, part]) =>
    encodeFrame({ type: 'events', epoch, first: first + at, events: [...part] }),
  )

function eventsIn(bytes: Uint8Array): Extract<FromSensor, { type: 'events' }> {
  const frame = decodeFromSensor(bytes)
  if (frame.type !== 'events') throw new Error('not a frame of events')
  return frame
}

/** As the engine does beside ingestion, a little at a time: it has caught up when somebody looks. */
function judgeAll(writer: Writer): void {
  for (let after = 0; ;) {
    const due = sourcesDue(writer, after, 100)
    const last = due.at(-1)
    if (!last) return
    writer.transaction(() => {
      for (const source of due) storeVerdict(writer, source, judgeSource(writer, source).severity)
    })
    after = last.id
  }
}
