import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { createReanalysis } from '../../../src/engine/analysis/reanalysis.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest, type Ingest, type Rules } from '../../../src/engine/ingest/ingest.ts'
import type { Store } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'
import { expectExact } from '../../support/recount.ts'
import { allRows, seenRows } from './rows.ts'

vi.setConfig({ testTimeout: 60_000 })
const start = Date.UTC(2026, 0, 1)
const now = (): number => start + 60_000
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const traffic = (seed: number): WireEvent[] =>
  [...takeTraffic(1_500, seed, start * 1000), ...guessingTraffic(1_000, seed, start * 1000)].sort((a, b) => a[0] - b[0])

interface Bench {
  readonly store: Store
  readonly sensor: number
  readonly ingestBy: (rules?: Rules) => Ingest
}

function bench(): Bench {
  const { store, sensors, stop } = openTestStore(1, now)
  stops.push(stop)
  const ingestBy = (rules?: Rules): Ingest => {
    const around = { store, geo: testGeo, changes: createChanges(), tail: createTail(), now }
    const ingest = createIngest(rules ? { ...around, rules } : around)
    stops.push(() => ingest.close())
    return ingest
  }
  return { store, sensor: sensors[0] ?? 0, ingestBy }
}

const reanalysisOf = (store: Store, ingest: Ingest) =>
  createReanalysis({ store, ingest, changes: createChanges(), log: pino({ level: 'silent' }), now: Date.now })

function storeAll(ingest: Ingest, sensor: number, events: readonly WireEvent[], first = 1): void {
  for (let at = 0; at < events.length; at += 400) {
    ingest.store({ sensor, epoch: 'a'.repeat(16), first: first + at, events: events.slice(at, at + 400) })
  }
}

test('after a re-analysis everything is as if the events had come under the new rules', async () => {
  const events = traffic(1)
  const old = bench()
  storeAll(old.ingestBy(), old.sensor, events)
  const before = seenRows(old.store)
  const ingest = old.ingestBy(otherRules)
  const reanalysis = reanalysisOf(old.store, ingest)
  expect(reanalysis.status()).toMatchObject({ rules: 1_000, events: 2_500, older: 2_500, state: 'idle' })

  reanalysis.start()
  expect(reanalysis.status()).toMatchObject({ state: 'running', progress: { done: 0, total: 2_500 } })
  await until('all is judged anew', () => reanalysis.status().state === 'idle')
  expect(reanalysis.status()).toMatchObject({ older: 0 })
  expectExact(old.store)

  const fresh = bench()
  storeAll(fresh.ingestBy(otherRules), fresh.sensor, events)
  expect(seenRows(old.store)).toEqual(seenRows(fresh.store))
  expect(seenRows(old.store)).not.toEqual(before)
})

test('a re-analysis that is cancelled leaves exact counts, and goes on where it stopped', async () => {
  const { store, sensor, ingestBy } = bench()
  storeAll(ingestBy(), sensor, traffic(2))
  const reanalysis = reanalysisOf(store, ingestBy(otherRules))
  reanalysis.start()
  await until('some are done', () => reanalysis.status().older < 2_500)
  reanalysis.cancel()
  const { older, state } = reanalysis.status()
  expect(state).toBe('idle')
  expect(older).toBeGreaterThan(0)
  expectExact(store)

  reanalysis.start()
  expect(reanalysis.status().progress?.total).toBe(older)
  await until('all is judged anew', () => reanalysis.status().older === 0)
  expectExact(store)
})

test('events that come meanwhile are judged by the new rules and left alone', async () => {
  const { store, sensor, ingestBy } = bench()
  const events = traffic(3)
  storeAll(ingestBy(), sensor, events.slice(0, 2_000))
  const ingest = ingestBy(otherRules)
  const reanalysis = reanalysisOf(store, ingest)
  const lane = ingest.lane((error) => expect.fail(String(error)))
  reanalysis.start()
  for (let at = 2_000; at < 2_500; at += 100) {
    lane.push(() => storeAll(ingest, sensor, events.slice(at, at + 100), at + 1))
  }
  await until('all is stored and judged', () => reanalysis.status().older === 0 && reanalysis.status().events === 2_500)
  expectExact(store)
  expect(store.reader.all('SELECT first, rules FROM judged ORDER BY first')).toEqual([{ first: 1, rules: 1_000 }])
})

test('judging again by the same rules changes nothing', () => {
  const { store, sensor, ingestBy } = bench()
  const ingest = ingestBy()
  storeAll(ingest, sensor, traffic(4))
  const before = allRows(store)
  ingest.revise({ first: 1, last: 2_500 }, ingest.rules.judge)
  expect(allRows(store)).toEqual(before)
})

test('there and back again: today’s rules give what they gave', () => {
  const { store, sensor, ingestBy } = bench()
  const ingest = ingestBy()
  storeAll(ingest, sensor, traffic(5))
  const before = seenRows(store)
  for (const judge of [otherRules.judge, ingest.rules.judge]) {
    for (let first = 1; first <= 2_500; first += 300) {
      ingest.revise({ first, last: Math.min(2_500, first + 299) }, judge)
      expectExact(store)
    }
  }
  expect(seenRows(store)).toEqual(before)
})

test('a failure stops the job in words and leaves the batch as it was', async () => {
  const { store, sensor, ingestBy } = bench()
  storeAll(ingestBy(), sensor, traffic(6))
  const before = seenRows(store)
  const broken: Rules = {
    version: 1_001,
    judge: (message, event) => {
      if (event === 300) throw new Error('these rules are broken')
      return otherRules.judge(message)
    },
  }
  const reanalysis = reanalysisOf(store, ingestBy(broken))
  reanalysis.start()
  await until('it failed', () => reanalysis.status().state === 'failed')
  expect(reanalysis.status()).toMatchObject({ error: 'these rules are broken', older: 2_500 })
  expect(seenRows(store)).toEqual(before)
  expectExact(store)
})
