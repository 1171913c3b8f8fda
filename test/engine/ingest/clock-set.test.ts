import { afterEach, expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'

let open: TestStore
afterEach(() => open.stop())

const start = Date.UTC(2026, 5, 1, 12)
const hour = 3_600_000

test.each([
  ['a day ahead', 24 * hour],
  ['years ahead', 5 * 365 * 24 * hour],
  ['back by a day', -24 * hour],
])('a clock that was %s for a while leaves no count that looks wrong', async (_what, by) => {
  open = openTestStore(1)
  const { store, sensors } = open
  let now = start
  const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now: () => now }
  const ingest = createIngest(around)
  let first = 1
  const hear = async (at: number): Promise<void> => {
    const events = takeTraffic(40, first, at * 1000)
    ingest.store({ sensor: sensors[0] ?? 0, epoch: 'a'.repeat(16), first, events })
    first += events.length
    expect(await verifyStore(store.reader, { now: () => now })).toEqual([])
  }
  const rolled = (): number | undefined =>
    store.reader.get<{ n: number }>('SELECT count(*) AS n FROM rollup_second WHERE second >= ?', now / 1000 - 60)?.n

  await hear(now - 20_000)
  now += by
  await hear(start - 10_000)
  now = start + 10_000
  await hear(start)
  now += 120_000
  await hear(now - 10_000)
  expect(rolled()).toBeGreaterThan(0)
  await ingest.close()
})
