import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { zstdCompressSync } from 'node:zlib'
import { pino } from 'pino'
import { createChanges, isOver } from '../src/engine/changes.ts'
import { createHunts, type Hunts } from '../src/engine/hunts/hunts.ts'
import { createIngest, type Ingest } from '../src/engine/ingest/ingest.ts'
import { storedHunt } from '../src/engine/store/hunts.ts'
import { openStore, type Store } from '../src/engine/store/open.ts'
import { addSensor } from '../src/engine/store/sensors.ts'
import { createTail } from '../src/engine/tail.ts'
import type { WireEvent } from '../src/contract/wire/frames.ts'
import { systemsDirectory } from '../test/support/engine.ts'
import { sizeText, type Bench, type BenchResult } from './bench.ts'
import { attacks } from './traffic/traffic.ts'

/** With and without a text that every match holds; what `grep -E` reads alike. */
const patterns = ['sip:9011[0-9]+@', 'User-Agent: .*scan', '[a-z]+[0-9]{7,}@']
const rounds = 3
const goal = 0.5
const nearLinear = 1.6
const ingestGoal = 0.8
const batch = 2_000

/** Messages/s searched by regular expression, beside `zstdcat | grep` of the same bytes; and storing meanwhile. */
export const huntBench: Bench = async ({ size }) => {
  const directory = mkdtempSync(join(tmpdir(), 'honeynet-bench-'))
  try {
    return await measure(directory, size)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measure(directory: string, size: number): Promise<readonly BenchResult[]> {
  const store = openStore({ directory: join(directory, 'data') })
  const ingest = createIngest({ store, geo: noGeo, changes: createChanges(), tail: createTail(), now: Date.now })
  const events = eventsFor(size)
  const feed = feeder(store, ingest)
  const packed = join(directory, 'all.zst')
  const bytes: Uint8Array[] = []
  for (let at = 0; at < size; at += batch) {
    const part = take(events, Math.min(batch, size - at))
    feed(part)
    for (const event of part) bytes.push(event[8])
  }
  writeFileSync(packed, zstdCompressSync(Buffer.concat(bytes)))
  const { grep, one, two } = await searching(store, packed, size)
  const alone = await storing(events, feed)
  const beside = await besideHunt(store, () => storing(events, feed))
  await ingest.close()
  store.close()
  const common = { size: sizeText(size), unit: 'messages/s' }
  const line = (name: string, ours: number, baseline: number, wanted: number): BenchResult => ({
    ...{ ...common, name, ours: 1 / ours, baseline: 1 / baseline },
    ...judged(baseline / ours, wanted),
  })
  return [
    line('hunt', one, grep, goal),
    line('hunt, 2 threads', two, one, nearLinear),
    { ...common, name: 'ingest while hunting', ours: beside, baseline: alone, ...judged(beside / alone, ingestGoal) },
  ]
}

const noGeo = { info: { source: '', date: '', attribution: '' }, placeOf: () => undefined }
const judged = (ratio: number, wanted: number) => ({ ratio, goal: `≥ ${wanted}×`, met: ratio >= wanted })

function* eventsFor(size: number): Generator<WireEvent, undefined> {
  for (const { event } of attacks({ events: size, days: 10, sensors: 1, start: Date.UTC(2026, 0, 14), seed: 7 }))
    yield event
}

function take(events: Generator<WireEvent, undefined>, count: number): WireEvent[] {
  return Array.from({ length: count }, () => events.next().value).flatMap((event) => (event ? [event] : []))
}

function feeder(store: Store, ingest: Ingest): (events: readonly WireEvent[]) => void {
  const sensor = addSensor(store.writer, 'ws://127.0.0.1:1/', 'the token of the bench')
  let first = 1
  return (events) => {
    ingest.store({ sensor, epoch: '0123456789abcdef', first, events })
    first += events.length
  }
}

/** Seconds. */
function grepping(packed: string, pattern: string): number {
  const began = performance.now()
  execFileSync('sh', ['-c', 'zstdcat "$1" | LC_ALL=C grep -c -a -E "$2" || true', 'sh', packed, pattern])
  return (performance.now() - began) / 1000
}

/** For each message. */
interface Seconds {
  readonly grep: number
  readonly one: number
  readonly two: number
}

/** Mean over the patterns of the shortest of some rounds, in turn: what else the machine does only adds. */
async function searching(store: Store, packed: string, size: number): Promise<Seconds> {
  const [alone, pair] = [hunts(store, 1), hunts(store, 2)]
  await Promise.all([hunting(alone, store, 'raw:"warm"'), hunting(pair, store, 'raw:"warm"')])
  const sum = { grep: 0, one: 0, two: 0 }
  for (const pattern of patterns) {
    const best = { grep: Infinity, one: Infinity, two: Infinity }
    for (let round = 0; round < rounds; round += 1) {
      best.grep = Math.min(best.grep, grepping(packed, pattern) / size)
      best.one = Math.min(best.one, await hunting(alone, store, `~"${pattern}"`))
      best.two = Math.min(best.two, await hunting(pair, store, `~"${pattern}"`))
    }
    for (const who of ['grep', 'one', 'two'] as const) sum[who] += best[who] / patterns.length
  }
  await Promise.all([alone.close(), pair.close()])
  return sum
}

const hunts = (store: Store, threads: number) =>
  createHunts({
    ...{ store, threads, changes: createChanges(), log: pino({ level: 'silent' }), now: Date.now },
    file: resolve(import.meta.dirname, '../src/engine/hunts/worker.ts'),
    systemsAt: { directory: systemsDirectory },
  })

/**
 * Seconds for each message searched: with very many hits it stops early. Its state is read where it is stored: a list of
 * all hunts with their echoes would be work of its own.
 */
async function hunting(all: Hunts, store: Store, filter: string): Promise<number> {
  const began = performance.now()
  const id = all.start({ filter, zone: 'UTC', answers: true })
  while (storedHunt(store.reader, id)?.state === 'running') await sleep(2)
  const took = (performance.now() - began) / 1000
  const hunt = storedHunt(store.reader, id)
  if (hunt?.state !== 'done') throw new Error(`the hunt ended as ${hunt?.state ?? 'nothing'}`)
  return took / hunt.searched
}

const storedEvents = 40_000

/** Events/s. */
async function storing(events: Generator<WireEvent, undefined>, feed: ReturnType<typeof feeder>): Promise<number> {
  let busy = 0
  for (let at = 0; at < storedEvents; at += batch) {
    const part = take(events, batch)
    const began = performance.now()
    feed(part)
    busy += performance.now() - began
    await sleep(1)
  }
  return storedEvents / (busy / 1000)
}

/** Hunts all the time, one after the other. */
async function besideHunt(store: Store, work: () => Promise<number>): Promise<number> {
  const all = hunts(store, 2)
  const over = new AbortController()
  const hunter = (async () => {
    while (!isOver(over.signal)) {
      const id = all.start({ filter: '~"[a-z]+[0-9]{7,}@"', zone: 'UTC', answers: true })
      while (!isOver(over.signal) && storedHunt(store.reader, id)?.state === 'running') await sleep(5)
    }
  })()
  await sleep(300)
  const rate = await work()
  over.abort()
  await hunter
  await all.close()
  return rate
}
