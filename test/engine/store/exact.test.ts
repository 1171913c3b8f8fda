import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { factsOf, judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import { packWaiting } from '../../../src/engine/store/raw/pack.ts'
import { moveBorders } from '../../../src/engine/store/tallies/borders.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { expectExact } from '../../support/recount.ts'
import { randomFrom, takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'

// Every batch waits for the disk, and a busy machine makes it wait long.
vi.setConfig({ testTimeout: 120_000 })

const [second, minute, hour, day] = [1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000]
/** Shortly before midnight, before the hour that Europe leaves out or repeats, before the year ends, and in 1970. */
const starts = [
  Date.UTC(2026, 2, 28, 23, 59, 58) * 1000,
  Date.UTC(2026, 2, 29, 0, 59, 58) * 1000,
  Date.UTC(2026, 9, 25, 0, 59, 58) * 1000,
  Date.UTC(2026, 11, 31, 23, 59, 58) * 1000,
  5 * day,
]

/** What happens to a store, one thing after the other. */
type Step =
  | { readonly kind: 'deliver'; readonly sensor: number; readonly events: number }
  | { readonly kind: 'repeat'; readonly sensor: number; readonly back: number }
  | { readonly kind: 'jump'; readonly sensor: number; readonly by: number }
  | { readonly kind: 'judge'; readonly first: number; readonly events: number; readonly otherwise: boolean }
  | { readonly kind: 'pack'; readonly most: number }
  | { readonly kind: 'begin again' }

const sensor = fc.nat({ max: 2 })
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('deliver' as const), sensor, events: fc.integer({ min: 1, max: 90 }) }),
    },
    fc.record({ kind: fc.constant('repeat' as const), sensor, back: fc.nat({ max: 120 }) }),
    fc.record({
      ...{ kind: fc.constant('jump' as const), sensor },
      by: fc.constantFrom(-2 * day, -day, -5 * hour, -hour, -minute, -second, -1, 1, minute, hour, day, 3 * day),
    }),
    fc.record({
      ...{ kind: fc.constant('judge' as const), first: fc.nat({ max: 400 }), events: fc.nat({ max: 200 }) },
      otherwise: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('pack' as const), most: fc.integer({ min: 1, max: 600 }) }),
    fc.constant({ kind: 'begin again' as const }),
  ),
  { minLength: 4, maxLength: 14 },
)

/** What one sensor has to say: some of it in disorder, and of sources that the others know too. */
function trafficOf(seed: number, start: number): WireEvent[] {
  const random = randomFrom(seed)
  const all = [...takeTraffic(700, seed, start), ...guessingTraffic(300, seed, start)]
  return all
    .map((event) => ({ event, key: event[0] + (random() < 0.2 ? random() * 4 * second : 0) }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event)
}

interface Sensor {
  readonly id: number
  readonly traffic: readonly WireEvent[]
  /** Events said so far, as they were. */
  readonly said: WireEvent[]
  clock: number
}

/** UTC milliseconds. */
const nowAt = (start: number): number => start / 1000 + 3_600_000

function play(open: TestStore, seed: number, start: number, all: readonly Step[]): void {
  const { store } = open
  const now = (): number => nowAt(start)
  let events = createEventWriter(store.writer, testGeo, now)
  const sensors = open.sensors.map((id, at): Sensor => ({
    id,
    traffic: trafficOf(seed + at, start),
    said: [],
    clock: 0,
  }))
  const say = ({ id, said }: Sensor, first: number): void =>
    void events.store({ sensor: id, epoch: 'a'.repeat(16), first: first + 1, events: said.slice(first).map(factsOf) })
  for (const step of all) {
    const speaker = 'sensor' in step ? sensors[step.sensor] : undefined
    if (step.kind === 'begin again') events = createEventWriter(store.writer, testGeo, now)
    else if (step.kind === 'pack') packWaiting(store.writer, step.most)
    else if (step.kind === 'judge') {
      const judge = step.otherwise ? otherRules.judge : judgeMessage
      events.revise({ first: step.first, last: step.first + step.events }, judge)
    } else if (speaker && step.kind === 'jump') speaker.clock += step.by
    else if (speaker && step.kind === 'repeat') say(speaker, Math.max(0, speaker.said.length - step.back))
    else if (speaker && step.kind === 'deliver') {
      const first = speaker.said.length
      const fresh = speaker.traffic.slice(first, first + step.events)
      speaker.said.push(...fresh.map(([time, ...rest]): WireEvent => [Math.max(0, time + speaker.clock), ...rest]))
      say(speaker, first)
    }
  }
  const stored = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n
  expect(stored).toBe(sensors.reduce((sum, { said }) => sum + said.length, 0))
  expectExact(store)
}

test('whatever happens in whatever order, every aggregate equals a recount', async () => {
  const property = fc.asyncProperty(fc.nat(), fc.constantFrom(...starts), steps, async (seed, start, all) => {
    const open = openTestStore(3)
    try {
      play(open, seed % 1_000, start, all)
      expect(await verifyStore(open.store.reader, { now: () => nowAt(start) })).toEqual([])
    } finally {
      open.stop()
    }
  })
  await fc.assert(property, { numRuns: 15 })
})

/** One message of one dialog, at a time. */
const request = (time: number, method: string, user = '100'): WireEvent => {
  const lines = [
    `${method} sip:${user}@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-1',
    `From: <sip:${user}@192.0.2.1>;tag=1`,
    `To: <sip:${user}@192.0.2.1>`,
    'Call-ID: one',
    `CSeq: 1 ${method}`,
  ]
  return [time, 0, '198.51.100.7', 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)]
}

test('on both sides of every border of a minute, an hour and a day', () => {
  const open = openTestStore(1)
  const midnights = [day, Date.UTC(2026, 2, 29) * 1000, Date.UTC(2028, 1, 29) * 1000, Date.UTC(2027, 0, 1) * 1000]
  const borders = midnights.flatMap((midnight) => [midnight, midnight + hour, midnight + 90 * minute])
  const times = [0, ...borders.flatMap((border) => [border - 1, border, border + 1])]
  const facts = times.map((time) => factsOf(request(time, 'OPTIONS')))
  const [sensor = 0] = open.sensors
  open.events.store({ sensor, epoch: 'a'.repeat(16), first: 1, events: facts })
  expectExact(open.store)
  const { store } = open
  expect(store.reader.get('SELECT count(*) AS days FROM tally_day')).toEqual({ days: 8 })
  expect(store.reader.get('SELECT count(*) AS minutes FROM tally_minute')).toEqual({ minutes: 25 })
  open.stop()
})

test('a dialog that a jumping clock tells in disorder reads as if it had been told in order', () => {
  const times = [5 * hour, 5 * hour, 3 * hour, 9 * hour, hour, 2 * day, hour]
  const said = ['INVITE', 'ACK', 'REGISTER', 'BYE', 'OPTIONS', 'INFO', 'INVITE'].map((method, at) =>
    request(day + (times[at] ?? 0), method, `10${at}`),
  )
  const rows = [said, said.toSorted((a, b) => a[0] - b[0])].map((order, at) => {
    const open = openTestStore(1)
    const [sensor = 0] = open.sensors
    for (const [index, event] of order.entries()) {
      open.events.store({ sensor, epoch: 'a'.repeat(16), first: index + 1, events: [factsOf(event)] })
      expectExact(open.store)
    }
    if (at === 0) open.events.revise({ first: 1, last: said.length }, judgeMessage)
    expectExact(open.store)
    const row = open.store.reader.get(
      `SELECT d.first_seen, d.last_seen, d.methods, d.messages, a.text AS caller, b.text AS callee
        FROM dialog d JOIN user a ON a.id = d.caller JOIN user b ON b.id = d.callee`,
    )
    open.stop()
    return row
  })
  expect(rows[0]).toEqual(rows[1])
  expect(rows[0]).toMatchObject({ methods: '6 1 5 2 3 7', messages: 7, caller: '104', callee: '104' })
})

test('counts that were given up stay away, whatever comes late or is judged anew', async () => {
  const [start = 0] = starts
  const open = openTestStore(1)
  const { store, events } = open
  const [sensor = 0] = open.sensors
  const facts = [0, 1, 2].flatMap((later) => takeTraffic(200, 3 + later, start + later * day)).map(factsOf)
  events.store({ sensor, epoch: 'a'.repeat(16), first: 1, events: facts.slice(100, 300).concat(facts.slice(400)) })
  const midnight = Math.ceil(start / day)
  store.writer.transaction(() => {
    moveBorders(store.writer, { event: 0, minute: (midnight + 1) * 1440, hour: midnight * 1440 })
    for (const table of ['tally', 'rollup']) {
      store.writer.run(`DELETE FROM ${table}_minute WHERE minute < ?`, (midnight + 1) * 1440)
      store.writer.run(`DELETE FROM ${table}_hour WHERE hour < ?`, midnight * 24)
    }
  })
  events.store({ sensor, epoch: 'a'.repeat(16), first: 401, events: facts.slice(0, 100).concat(facts.slice(300, 400)) })
  events.revise({ first: 1, last: 600 }, otherRules.judge)
  expect(await verifyStore(store.reader)).toEqual([])
  const least =
    'SELECT (SELECT min(minute) FROM tally_minute) / 1440 AS minutes, (SELECT min(hour) FROM rollup_hour) / 24 AS hours'
  expect(store.reader.get(least)).toEqual({ minutes: midnight + 1, hours: midnight })
  const days = 'SELECT sum(messages) AS messages FROM rollup_day'
  expect(store.reader.get(days)).toEqual({ messages: 600 })
  open.stop()
})
