import { afterEach, expect, test } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest, type Ingest } from '../../../src/engine/ingest/ingest.ts'
import type { Statement, Writer } from '../../../src/engine/store/connection.ts'
import type { Store } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { otherRules } from '../../support/other-rules.ts'
import { expectExact } from '../../support/recount.ts'
import { randomFrom } from '../../support/sip-events.ts'
import { openTestStore, testGeo } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1)
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

interface Opened {
  readonly store: Store
  readonly ingest: Ingest
  /** Rows of events read to find out what dialogs show. */
  readonly rowsRead: () => number
  readonly send: (events: readonly WireEvent[]) => void
}

function opened(): Opened {
  const { store, sensors, stop } = openTestStore(1)
  stops.push(stop)
  let rows = 0
  const writer: Writer = {
    ...store.writer,
    prepare: (sql) => {
      const statement = store.writer.prepare(sql)
      if (!sql.includes('e.dialog = ?')) return statement
      const iterate = function* (...params: unknown[]): Generator {
        for (const row of statement.iterate(...params)) {
          rows += 1
          yield row
        }
      }
      return { iterate } as unknown as Statement
    },
  }
  const around = { geo: testGeo, changes: createChanges(), tail: createTail(), now: () => start }
  const ingest = createIngest({ store: { ...store, writer }, ...around })
  stops.push(() => ingest.close())
  let sent = 0
  const send = (events: readonly WireEvent[]): void => {
    for (let at = 0; at < events.length; at += 500) {
      const some = events.slice(at, at + 500)
      ingest.store({ sensor: sensors[0] ?? 0, epoch: 'a'.repeat(16), first: sent + 1, events: some })
      sent += some.length
    }
  }
  return { store, ingest, rowsRead: () => rows, send }
}

const methods = ['INVITE', 'OPTIONS', 'ACK', 'MESSAGE', 'BYE']

/** Messages of few dialogs, some of them ours, in an order of their own now and then. */
function messages(many: number, dialogs: number, seed: number, from = 0): WireEvent[] {
  const random = randomFrom(seed)
  return Array.from({ length: many }, (_, index): WireEvent => {
    const at = from + index
    const call = Math.floor(random() * dialogs)
    const late = random() < 0.05 ? Math.floor(random() * 1_000_000) : 0
    const method = methods[Math.floor(random() * methods.length)] ?? 'INVITE'
    const answers = random() < 0.3
    const text = [
      answers ? `SIP/2.0 ${random() < 0.5 ? 100 : 200} Said` : `${method} sip:+4685078029${at % 10}@192.0.2.1 SIP/2.0`,
      `Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-${at}`,
      `From: <sip:${call}@192.0.2.1>;tag=${at}`,
      `To: <sip:900@192.0.2.1>`,
      `Call-ID: long-${call}`,
      `CSeq: ${at} ${method}`,
      'Content-Length: 0',
      ...['', ''],
    ].join('\r\n')
    const time = start * 1000 + at * 1000 - late
    return [time, 0, '198.51.100.7', 5060, '192.0.2.1', 5060, answers ? 1 : 0, 0, Buffer.from(text)]
  })
}

test('a dialog of thousands of messages is read a few times over when all of it is judged anew, not once for every batch', () => {
  const { store, ingest, rowsRead, send } = opened()
  const many = 5_000
  send(messages(many, 1, 1))
  const before = rowsRead()
  let last = 0
  for (let first = 1; first <= many; first = last + 1) {
    last = Math.min(many, first + 499)
    ingest.revise({ first, last }, otherRules.judge)
  }
  expectExact(store)
  console.log(`${rowsRead() - before} rows read for a dialog of ${many} messages`)
  expect(rowsRead() - before).toBeGreaterThan(many)
  expect(rowsRead() - before).toBeLessThan(3 * many)
})

test.each([1, 2])(
  'what long dialogs show is exact behind every batch, whatever comes late or meanwhile (%i)',
  (seed) => {
    const { store, ingest, send } = opened()
    const random = randomFrom(seed)
    send(messages(1_200, 4, seed))
    let [last, stored] = [0, 1_200]
    for (let first = 1; first <= 1_200; first = last + 1) {
      last = Math.min(1_200, first + 20 + Math.floor(random() * 300))
      ingest.revise({ first, last }, otherRules.judge)
      if (random() < 0.5) send(messages(30, 4, seed + stored, stored))
      stored = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
      // As found passwords are: some are passed by then, and some are not.
      const single = Array.from({ length: 5 }, () => 1 + Math.floor(random() * stored))
      if (random() < 0.5) ingest.revise(single, otherRules.judge)
      expectExact(store)
    }
    // And once more, from the beginning.
    ingest.revise({ first: 1, last: 700 }, ingest.rules.judge)
    expectExact(store)
    expect(stored).toBeGreaterThan(1_200)
  },
)
