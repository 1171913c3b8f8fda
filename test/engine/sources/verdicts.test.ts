import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { judgeSource } from '../../../src/engine/sources/verdict.ts'
import { startVerdicts } from '../../../src/engine/sources/verdicts.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { addSensor } from '../../../src/engine/store/sensors.ts'
import { severityOf, sourcesById } from '../../../src/engine/store/sources.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'

const start = Date.UTC(2026, 0, 1) * 1000
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

function ingestInto(store: Store) {
  const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now: () => start / 1000 }
  return { ...around, ingest: createIngest(around), log: pino({ level: 'silent' }) }
}

const due = (store: Store): number =>
  store.reader.get<{ n: number }>('SELECT count(*) AS n FROM source WHERE due > 0')?.n ?? 0

test('a console that ended before it judged its sources does so when it runs again', async () => {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  const first = openStore({ directory })
  const { ingest } = ingestInto(first)
  const sensor = addSensor(first.writer, 'ws://127.0.0.1:1/', 'x'.repeat(16))
  const events = [...takeTraffic(1_500, 61, start), ...guessingTraffic(500, 61, start)]
  ingest.store({ sensor, epoch: 'a'.repeat(16), first: 1, events })
  expect(due(first)).toBeGreaterThan(0)
  await ingest.close()
  first.close()

  const store = openStore({ directory })
  stops.push(() => store.close())
  const again = ingestInto(store)
  stops.push(() => again.ingest.close())
  stops.push(startVerdicts(again))
  await until('all sources are judged', () => due(store) === 0)
  const ids = store.reader.all<{ id: number }>('SELECT id FROM source WHERE messages > 0').map(({ id }) => id)
  const sources = sourcesById(store.reader, ids)
  expect(sources.length).toBeGreaterThan(10)
  expect(sources.map(severityOf)).toEqual(sources.map((source) => judgeSource(store.reader, source).severity))
})
