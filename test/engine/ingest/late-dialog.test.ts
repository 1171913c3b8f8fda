import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import type { Statement, Writer } from '../../../src/engine/store/connection.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import { recountDialogs } from '../../support/recount-dialogs.ts'
import { expectExact } from '../../support/recount.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'

// Every batch waits for the disk, and a busy machine makes it wait long.
vi.setConfig({ testTimeout: 60_000 })
const start = Date.UTC(2026, 0, 1) * 1000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

interface Said {
  readonly time: number
  /** A method, or the status of an answer of ours. */
  readonly what: string | number
  readonly agent?: string
  readonly user?: string
}

/** A message of one dialog. */
function said({ time, what, agent = 'a', user = '100' }: Said): WireEvent {
  const isAnswer = typeof what === 'number'
  const method = isAnswer ? 'INVITE' : what
  const lines = [
    isAnswer ? `SIP/2.0 ${what} Whatever` : `${method} sip:${user}@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-1',
    `From: <sip:${user}@192.0.2.1>;tag=1`,
    `To: <sip:${user}@192.0.2.1>`,
    'Call-ID: one',
    `CSeq: 1 ${method}`,
    `User-Agent: ${agent}`,
  ]
  const raw = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return [start + time, isAnswer ? 1 : 0, '198.51.100.7', 5060, '192.0.2.1', 5060, 0, 0, raw]
}

/** Counts the rows that are read of dialogs' events. */
function counting(writer: Writer): { readonly writer: Writer; readonly read: () => number } {
  let rows = 0
  const watched = (statement: Statement): Pick<Statement, 'iterate'> => ({
    *iterate(...params) {
      for (const row of statement.iterate(...params)) {
        rows += 1
        yield row
      }
    },
  })
  const prepare = (sql: string): Statement => {
    const statement = writer.prepare(sql)
    return sql.includes('e.dialog = ?')
      ? Object.assign(Object.create(statement) as Statement, watched(statement))
      : statement
  }
  return { writer: { ...writer, prepare }, read: () => rows }
}

test('a great dialog is not read anew for every batch that comes late', () => {
  open = openTestStore(1, () => start / 1000)
  const { writer, read } = counting(open.store.writer)
  const events = createEventWriter(writer, testGeo, () => start / 1000)
  const [sensor = 0] = open.sensors
  const [batches, size] = [20, 200]
  for (let batch = 0; batch < batches; batch += 1) {
    // Each batch is of a time before the one that came last.
    const from = (batches - batch) * 1_000_000
    const facts = Array.from({ length: size }, (_, at) => factsOf(said({ time: from + at, what: 'INVITE' })))
    events.store({ sensor, epoch: 'a'.repeat(16), first: batch * size + 1, events: facts })
  }
  expect(read()).toBeLessThanOrEqual(2 * size)
  expect(open.store.reader.get('SELECT messages FROM dialog')).toEqual({ messages: batches * size })
  expectExact(open.store)
})

const methods = Array.from({ length: 30 }, (_, at) => `METHOD${at}`)
const message: fc.Arbitrary<Said> = fc.record({
  time: fc.integer({ min: 0, max: 5_000 }),
  what: fc.oneof(fc.constantFrom('INVITE', 'ACK', 'BYE', ...methods), fc.constantFrom(100, 180, 200, 401)),
  agent: fc.constantFrom('a', 'b'),
  user: fc.constantFrom('100', '00468123456789', '9011468123456789'),
})
const batches = fc.array(fc.array(message, { minLength: 1, maxLength: 60 }), { minLength: 3, maxLength: 8 })

test('whatever comes late, and whoever asks: the dialog says what its messages do', () => {
  fc.assert(
    fc.property(batches, fc.nat({ max: 7 }), (all, restart) => {
      const store = openTestStore(1, () => start / 1000)
      try {
        let { events } = store
        let first = 1
        all.forEach((batch, at) => {
          if (at === restart) events = createEventWriter(store.store.writer, testGeo, () => start / 1000)
          const facts = batch.map((each) => factsOf(said(each)))
          events.store({ sensor: store.sensors[0] ?? 0, epoch: 'a'.repeat(16), first, events: facts })
          first += batch.length
        })
        const { kept, counted } = recountDialogs(store.store.reader)
        expect(kept).toEqual(counted)
      } finally {
        store.stop()
      }
    }),
    { numRuns: 15 },
  )
})

test('a batch that fails leaves nothing behind in what is remembered of a dialog', () => {
  open = openTestStore(1, () => start / 1000)
  const { events, sensors, store } = open
  const [sensor = 0] = sensors
  const epoch = 'a'.repeat(16)
  const many = (from: number) =>
    Array.from({ length: 50 }, (_, at) => factsOf(said({ time: from + at, what: 'INVITE' })))
  events.store({ sensor, epoch, first: 1, events: many(5_000) })
  events.store({ sensor, epoch, first: 51, events: many(4_000) })
  const broken = many(3_000).map((facts, at) => (at === 40 ? { ...facts, time: -1 } : facts))
  expect(() => events.store({ sensor, epoch, first: 101, events: broken })).toThrow(/CHECK/)
  events.store({ sensor, epoch, first: 101, events: many(2_000) })
  expectExact(store)
})
