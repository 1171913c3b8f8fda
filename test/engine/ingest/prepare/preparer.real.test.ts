import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createChanges } from '../../../../src/engine/changes.ts'
import { createIngest, type Ingest } from '../../../../src/engine/ingest/ingest.ts'
import { createPreparer, type Preparer } from '../../../../src/engine/ingest/prepare/preparer.ts'
import { factsOf } from '../../../../src/engine/ingest/analyse.ts'
import type { EventFacts } from '../../../../src/engine/store/ingest/facts.ts'
import { openStore, type Store } from '../../../../src/engine/store/open.ts'
import { rawOf } from '../../../../src/engine/store/raw/read.ts'
import { addSensor } from '../../../../src/engine/store/sensors.ts'
import { verifyStore } from '../../../../src/engine/store/verify/verify.ts'
import { createTail } from '../../../../src/engine/tail.ts'
import { engineOptions, temporaryDirectory } from '../../../support/engine.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { takeTraffic } from '../../../support/sip-events.ts'
import { testGeo } from '../../../support/store.ts'
import { until } from '../../../support/until.ts'

const sourceOf = (file: string): string => new URL(`../../../../src/engine/ingest/${file}`, import.meta.url).pathname
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const log = pino({ level: 'silent' })
const worker = engineOptions('').threads.preparer

function preparer(file = worker): Preparer {
  const made = createPreparer({ file, log })
  stops.push(() => made.close())
  return made
}

function folder(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  return directory
}

function opened(made: Preparer): { store: Store; ingest: Ingest; sensor: number } {
  const store = openStore({ directory: folder() })
  const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now: Date.now }
  const ingest = createIngest({ ...around, preparer: made })
  stops.push(async () => {
    await ingest.close()
    store.close()
  })
  return { store, ingest, sensor: addSensor(store.writer, 'ws://127.0.0.1:1/', 'a token of this test') }
}

const hostile = ['', '\0', 'INVITE', 'INVITE sip:a SIP/2.0\r\n\r\n', '\xff\xfe', 'x'.repeat(60_000)]
const traffic = [
  ...takeTraffic(700, 3),
  ...guessingTraffic(300, 4, 1_700_000_000_000_000),
  ...takeTraffic(hostile.length, 5).map((event, at): typeof event => {
    const [time, transport, source, port, local, localPort, way, proof] = event
    return [time, transport, source, port, local, localPort, way, proof, Buffer.from(hostile[at] ?? '', 'latin1')]
  }),
]

/** Bytes as text: comparing them one by one takes minutes. */
const shown = (facts: EventFacts): object => ({ ...facts, raw: Buffer.from(facts.raw).toString('latin1') })

test('judges as the engine does, and what it packed is read back byte for byte', async () => {
  const { store, ingest, sensor } = opened(preparer())
  const ready = await ingest.prepare(traffic)
  expect(ready.events().map(shown)).toEqual(traffic.map(factsOf).map(shown))
  expect(ready.runs.reduce((sum, { messages }) => sum + messages, 0)).toBe(traffic.length)
  ingest.storeReady({ sensor, epoch: 'a'.repeat(16), first: 1, events: ready.events(), runs: ready.runs })
  const ids = traffic.map((_, at) => at + 1)
  const kept = rawOf(store.reader, ids)
  for (const id of ids) {
    const raw = traffic[id - 1]?.[8] ?? new Uint8Array()
    expect(Buffer.from(kept.get(id) as Uint8Array).equals(raw)).toBe(true)
  }
  expect(store.reader.get('SELECT count(*) AS n FROM raw')).toEqual({ n: 0 })
  expect(await verifyStore(store.reader)).toEqual([])
})

test('a batch that was stored in part before keeps every message once', async () => {
  const { store, ingest, sensor } = opened(preparer())
  const epoch = 'b'.repeat(16)
  ingest.store({ sensor, epoch, first: 1, events: traffic.slice(0, 10) })
  const ready = await ingest.prepare(traffic)
  expect(ingest.storeReady({ sensor, epoch, first: 1, events: ready.events(), runs: ready.runs })).toEqual({
    last: traffic.length,
  })
  expect(store.reader.get('SELECT count(*) AS n FROM event')).toEqual({ n: traffic.length })
  expect(await verifyStore(store.reader)).toEqual([])
  const kept = rawOf(store.reader, [1, 500, traffic.length])
  expect(Buffer.from(kept.get(500) as Uint8Array).equals(traffic[499]?.[8] ?? new Uint8Array())).toBe(true)
})

test('answers many frames in the order in which they were asked', async () => {
  const made = preparer()
  const answered: number[] = []
  const frames = Array.from({ length: 20 }, (_, at) => traffic.slice(at * 40, at * 40 + (at % 2 ? 1 : 40)).map(factsOf))
  await Promise.all(frames.map((frame, at) => made.prepare(frame).then(() => answered.push(at))))
  expect(answered).toEqual(frames.map((_, at) => at))
})

test('when its thread ends nothing is lost: the engine judges by itself, and the thread comes back', async () => {
  const directory = folder()
  const mark = join(directory, 'died')
  const file = join(directory, 'worker.mts')
  // The first of these threads dies of its first frame, as one would that runs out of memory.
  writeFileSync(
    file,
    `import { existsSync, writeFileSync } from 'node:fs'
    import { parentPort } from 'node:worker_threads'
    if (existsSync(${JSON.stringify(mark)})) await import(${JSON.stringify(worker)})
    else parentPort.on('message', () => { writeFileSync(${JSON.stringify(mark)}, ''); process.exit(3) })`,
  )
  const made = preparer(file)
  const { ingest } = opened(made)
  const dead = await ingest.prepare(traffic.slice(0, 400))
  expect(dead.events().map(shown)).toEqual(traffic.slice(0, 400).map(factsOf).map(shown))
  expect([dead.count, dead.runs]).toEqual([400, []])
  const back = async (): Promise<boolean> => (await ingest.prepare(traffic.slice(0, 400))).runs.length === 1
  await until('the thread is back', back)
})

test('a message that the thread is lost in is stored without a judgement, and every other with its own', async () => {
  const directory = folder()
  const marks = join(directory, 'lost')
  const file = join(directory, 'worker.mts')
  // Rules with an endless loop in them.
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs'
    import { judgeMessage } from ${JSON.stringify(sourceOf('analyse.ts'))}
    import { prepareFrames } from ${JSON.stringify(sourceOf('prepare/answering.ts'))}
    prepareFrames((message) => {
      if (Buffer.from(message.raw).includes('poison')) {
        appendFileSync(${JSON.stringify(marks)}, 'x')
        for (;;) Math.random()
      }
      return judgeMessage(message)
    })`,
  )
  // It stands still while anything else is judged, however slow the machine is.
  let [now, looks] = [0, 0]
  const made = createPreparer({ file, log, now: () => ((looks += 1), now) })
  stops.push(() => made.close())
  const { store, ingest, sensor } = opened(made)
  const poison = traffic.slice(0, 2).map(([time, ...rest], at): (typeof traffic)[number] => {
    const [transport, source, port, local, localPort, way, proof] = rest
    const raw = Buffer.from(`OPTIONS sip:poison${at}@192.0.2.1 SIP/2.0\r\n\r\n`)
    return [time, transport, source, port, local, localPort, way, proof, raw]
  })
  const frames = [
    traffic.slice(0, 50),
    [...traffic.slice(50, 60), ...poison.slice(0, 1), ...traffic.slice(60, 70), ...poison.slice(1, 2)],
    traffic.slice(70, 90),
    traffic.slice(90, 100),
  ]
  const prepared = Promise.all(frames.map((frame) => ingest.prepare(frame)))
  for (const many of [1, 2]) {
    await until(`it is lost ${many} times`, () => existsSync(marks) && statSync(marks).size === many)
    // Seen to be there first, and then for too long.
    const before = looks
    await until('that was seen', () => looks > before + 2)
    now += 31_000
  }
  const events = frames.flat()
  let first = 1
  for (const ready of await prepared) {
    ingest.storeReady({ sensor, epoch: 'c'.repeat(16), first, events: ready.events(), runs: ready.runs })
    first += ready.count
  }
  const isPoison = ({ raw }: { readonly raw: Uint8Array }): boolean => Buffer.from(raw).includes('poison')
  const judged = (await prepared).flatMap((ready) => ready.events())
  expect(judged.filter((event) => !isPoison(event)).map(shown)).toEqual(
    events
      .map(factsOf)
      .filter((event) => !isPoison(event))
      .map(shown),
  )
  expect(judged.filter(isPoison).map(({ fault, class: kind }) => [fault, kind])).toEqual(
    poison.map(() => ['not judged: it took too long', 'unknown']),
  )
  expect(Buffer.from(rawOf(store.reader, [61]).get(61) as Uint8Array).toString()).toContain('poison0')
  expect(await verifyStore(store.reader)).toEqual([])
})

test('once it is closed the engine judges by itself', async () => {
  const made = preparer()
  const { ingest } = opened(made)
  const pending = ingest.prepare(traffic.slice(0, 300))
  await made.close()
  expect((await pending).events()).toHaveLength(300)
  expect((await ingest.prepare(traffic.slice(0, 300))).runs).toEqual([])
})
