import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFromSensor, encodeFrame } from '../src/contract/wire/codec.ts'
import type { WireEvent } from '../src/contract/wire/frames.ts'
import { createChanges } from '../src/engine/changes.ts'
import { factsOf } from '../src/engine/ingest/analyse.ts'
import { createIngest } from '../src/engine/ingest/ingest.ts'
import { FrameQueue, type QueuedFrame } from '../src/engine/ingest/queued.ts'
import type { EventFacts } from '../src/engine/store/ingest/facts.ts'
import { openStore } from '../src/engine/store/open.ts'
import { addSensor } from '../src/engine/store/sensors.ts'
import { createTail } from '../src/engine/tail.ts'
import { sizeText, type Bench } from './bench.ts'
import { benchTraffic } from './generator.ts'

/** Events in a frame, as a busy sensor sends them. */
const frameEvents = 500
/** A sensor's credit lets more frames wait, but no more are stored at once. */
const framesWaiting = 4
const baselineBatch = 2_000
const goal = 0.5

/** Events/s from the bytes of a link frame to committed, aggregated and acknowledged, beside plain inserts. */
export const ingestBench: Bench = ({ size }) => {
  const [ours, baseline] = [ingest(size), plainInserts(size)]
  const ratio = ours / baseline
  const result = { name: 'ingest', size: sizeText(size), ours, baseline, unit: 'events/s', ratio }
  return Promise.resolve([{ ...result, goal: `≥ ${goal}×`, met: ratio >= goal }])
}

function ingest(size: number): number {
  return inTemporaryFolder((directory) => {
    const store = openStore({ directory })
    const geo = { info: { source: '', date: '', attribution: '' }, placeOf: () => undefined }
    const ingesting = createIngest({ store, geo, changes: createChanges(), tail: createTail(), now: Date.now })
    const sensor = addSensor(store.writer, 'ws://127.0.0.1:1/', 'the token of the bench')
    const rate = timed(size, frames(size), (arrived) => {
      const queue = new FrameQueue()
      const batches: (() => QueuedFrame)[] = []
      for (const bytes of arrived) queue.add(eventsIn(bytes), (take) => batches.push(take))
      for (const take of batches) {
        const batch = take()
        const { last } = ingesting.store({ sensor, ...batch })
        encodeFrame({ type: 'ack', epoch: batch.epoch, sequence: last })
      }
    })
    void ingesting.close()
    store.close()
    return rate
  })
}

function eventsIn(bytes: Uint8Array): QueuedFrame {
  const frame = decodeFromSensor(bytes)
  if (frame.type !== 'events') throw new Error('not a frame of events')
  return frame
}

/** The frames that arrive while one batch is stored. */
function* frames(size: number): Generator<Uint8Array[]> {
  const traffic = benchTraffic()
  for (let first = 1; first <= size; first += frameEvents * framesWaiting) {
    const end = Math.min(size + 1, first + frameEvents * framesWaiting)
    yield Array.from({ length: Math.ceil((end - first) / frameEvents) }, (_, at) => {
      const begin = first + at * frameEvents
      const events = takeFrom(traffic, Math.min(frameEvents, end - begin))
      return encodeFrame({ type: 'events', epoch: '0123456789abcdef', first: begin, events })
    })
  }
}

/** What anybody would write first: the same columns and the raw text in one row, and two indexes. */
function plainInserts(size: number): number {
  return inTemporaryFolder((directory) => {
    const database = new Database(join(directory, 'baseline.db'))
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.exec(`
      CREATE TABLE event (id INTEGER PRIMARY KEY, sequence INTEGER, sensor INTEGER, time INTEGER, transport TEXT,
        direction TEXT, source TEXT, port INTEGER, local TEXT, method TEXT, status INTEGER, call_id TEXT, number TEXT,
        prefix TEXT, user_agent TEXT, tool TEXT, class TEXT, severity TEXT, proof TEXT, size INTEGER, fault TEXT, raw TEXT);
      CREATE INDEX event_time ON event (time);
      CREATE INDEX event_source ON event (source, time);`)
    const insert = database.prepare(`INSERT INTO event VALUES (NULL${', ?'.repeat(21)})`)
    const store = database.transaction((rows: readonly unknown[][]) => rows.forEach((row) => insert.run(...row)))
    const rate = timed(size, plainBatches(size), (rows) => store(rows))
    database.close()
    return rate
  })
}

function* plainBatches(size: number): Generator<unknown[][]> {
  const traffic = benchTraffic()
  for (let first = 1; first <= size; first += baselineBatch) {
    const events = takeFrom(traffic, Math.min(baselineBatch, size - first + 1))
    yield events.map((event, at) => plainRow(factsOf(event), first + at))
  }
}

function plainRow(facts: EventFacts, sequence: number): unknown[] {
  const { time, transport, direction, source, port, local, method, status, callId, dialled, userAgent, tool } = facts
  return [
    ...[sequence, 1, time, transport, direction, source, port, local, method ?? null, status ?? null, callId],
    ...[dialled?.core ?? null, dialled?.prefix ?? null, userAgent ?? null, tool, facts.class, facts.severity],
    ...[facts.proof, facts.raw.length, facts.fault ?? null, Buffer.from(facts.raw).toString('utf8')],
  ]
}

/** The next ones; unlike `Iterator.take` it leaves the traffic open for more. */
function takeFrom(traffic: Generator<WireEvent>, count: number): WireEvent[] {
  return Array.from({ length: count }, () => {
    const next = traffic.next()
    if (next.done) throw new Error('the traffic has no end')
    return next.value
  })
}

/** Items per second; making the work does not count. */
function timed<Work>(size: number, works: Generator<Work>, run: (work: Work) => void): number {
  let busy = 0
  for (const work of works) {
    const began = performance.now()
    run(work)
    busy += performance.now() - began
  }
  return size / (busy / 1000)
}

function inTemporaryFolder<Result>(run: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'honeynet-bench-'))
  try {
    return run(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}
