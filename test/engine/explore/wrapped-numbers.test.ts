import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { askRightly } from '../../../src/engine/explore/ask.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { dialogsPage } from '../../../src/engine/store/query/dialogs.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'
import { wrapped, wrappedCores, wrappedNumbers, wrappings, type Dialling } from '../../support/wrapped-numbers.ts'

const start = Date.UTC(2026, 0, 1) * 1000
const now = start / 1000 + 3_600_000
const diallings = wrappedNumbers(start + 60_000_000)
let open: TestStore

beforeAll(async () => {
  open = openTestStore(2, () => now)
  const around = { store: open.store, geo: testGeo, changes: createChanges(), tail: createTail(), now: () => now }
  const ingest = createIngest(around)
  const [first = 0, second = 0] = open.sensors
  ingest.store({ sensor: first, epoch: 'a'.repeat(16), first: 1, events: takeTraffic(3000) })
  // In small batches, in no order: what a number is must not depend on what came first.
  const mixed = diallings.toSorted((a, b) => rank(a) - rank(b))
  for (let at = 0; at < mixed.length; at += 50) {
    const events = mixed.slice(at, at + 50).map(({ event }) => event)
    ingest.store({ sensor: second, epoch: 'b'.repeat(16), first: at + 1, events })
  }
  await ingest.close()
})
afterAll(() => open.stop())

const rank = ({ callId }: Dialling): number => (Number(callId.split('-')[1]) * 7919) % diallings.length

function found(filter: string): ReadonlySet<string> {
  const reading = { reader: open.store.reader, now: () => now, cancelled: () => false }
  const { run, plan } = askRightly(reading, { filter, zone: 'UTC', answers: false }, Infinity)
  const { rows, next } = dialogsPage(run, plan, { limit: 1000 })
  expect(next).toBeUndefined()
  return new Set(rows.map(({ callId }) => callId))
}

test.each(wrappedCores)('%s is found in every wrapping, and nothing else', (core) => {
  const dialled = new Set(diallings.flatMap((each) => (each.core === core ? each.callId : [])))
  expect(dialled.size).toBe(wrappings)
  expect(new Set(wrapped(core)).size).toBe(wrappings)
  const hits = found(`num:${core}`)
  const missed = diallings.filter(({ callId }) => dialled.has(callId) && !hits.has(callId))
  const wrong = diallings.filter(({ callId }) => hits.has(callId) && !dialled.has(callId))
  expect({ missed: missed.map(shown), wrong: wrong.map(shown) }).toEqual({ missed: [], wrong: [] })
  expect(hits.size).toBe(wrappings)
})

const shown = ({ event }: Dialling): string => Buffer.from(event[8]).toString('latin1').split('\r\n', 1)[0] ?? ''
