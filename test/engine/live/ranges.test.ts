import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Range } from '../../../src/contract/console/vocabulary.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import type { EventFacts } from '../../../src/engine/store/ingest/facts.ts'
import { busiestIn, originsIn } from '../../../src/engine/store/active.ts'
import { totalsIn } from '../../../src/engine/store/live.ts'
import { moveBorders } from '../../../src/engine/store/tallies/borders.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 14, 7, 31)
const [minute, day] = [60_000, 86_400_000]
const end = start + 3 * day
let open: TestStore
let events: readonly EventFacts[]

beforeAll(() => {
  open = openTestStore(1, () => end)
  // Twenty sources, of which some come and go while others are there for all three days.
  events = attackTraffic(17, { sources: 20, start: start * 1000, perSecond: 0.03 })
    .take(12_000)
    .filter(([time]) => time < end * 1000)
    .map(factsOf)
    .filter(({ source, time }) => isHeard(source, time))
    .toArray()
  open.events.store({ sensor: open.sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events })
})
afterAll(() => open.stop())

/** Some send all the time, some for some hours only, and some hardly ever: not on every day between two messages. */
function isHeard(source: string, time: number): boolean {
  const number = Number(source.split('.').at(-1))
  const hour = (time / 1000 - start) / 3_600_000
  if (number % 3 === 0) return true
  return number % 3 === 1 ? hour > number && hour < number + 9 : time % 61 === 0
}

const received = ({ from, to }: Range): readonly EventFacts[] =>
  events.filter(({ time, direction }) => direction === 'in' && time >= from * 1000 && time < to * 1000)

/** Each dialog by the time it began. */
function dialogsBegun({ from, to }: Range): number {
  const began = new Map<string, number>()
  for (const [at, { time, source, callId }] of events.entries()) {
    const key = callId === '' ? String(at) : `${source} ${callId}`
    began.set(key, Math.min(began.get(key) ?? Infinity, time))
  }
  return [...began.values()].filter((time) => time >= from * 1000 && time < to * 1000).length
}

const countsOf = (list: readonly EventFacts[]): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(list, ({ source }) => source)].map(([source, same]) => [source, same.length]))

function busiest(range: Range): ReadonlyMap<string, number> {
  const { reader } = open.store
  const address = (id: number): string =>
    reader.get<{ address: string }>('SELECT address FROM source WHERE id = ?', id)?.address ?? ''
  return new Map(busiestIn(reader, range, 200).map(({ source, messages }) => [address(source), messages]))
}

function compare(range: Range): void {
  const { reader } = open.store
  const expected = received(range)
  const bySource = countsOf(expected)
  expect(totalsIn(reader, range)).toEqual({
    received: expected.length,
    answers: events.filter(
      ({ time, direction }) => direction === 'out' && time >= range.from * 1000 && time < range.to * 1000,
    ).length,
    sources: bySource.size,
    dialogs: dialogsBegun(range),
    malformed: expected.filter((event) => event.class === 'malformed' || event.class === 'non-sip').length,
  })
  const shown = busiest(range)
  expect(shown).toEqual(bySource)
  expect([...shown.values()]).toEqual([...shown.values()].sort((a, b) => b - a))
  const origins = originsIn(reader, range)
  expect(origins.reduce((sum, { messages }) => sum + messages, 0)).toBe(expected.length)
  expect(origins.reduce((sum, { sources }) => sum + sources, 0)).toBe(bySource.size)
}

const places = fc.integer({ min: -60, max: 3 * 1440 + 60 })

test('totals, attackers and origins of any minutes equal a recount of the events', () => {
  fc.assert(
    fc.property(places, places, (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other) + 3]
      compare({ from: start + from * minute, to: start + to * minute })
    }),
    { numRuns: 60 },
  )
})

test('so do those of all that was ever received, and of all but its first or last minute', () => {
  const first = Math.floor(Math.min(...events.map(({ time }) => time)) / 1000 / minute) * minute
  const last = Math.ceil(Math.max(...events.map(({ time }) => time)) / 1000 / minute) * minute
  compare({ from: 0, to: end + day })
  compare({ from: first, to: last })
  compare({ from: first + minute, to: last })
  compare({ from: first, to: last - minute })
})

test('those of a minute or two are exact to the microsecond', () => {
  const times = fc.integer({ min: start, max: end - 2 * minute })
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 2 * minute }), (from, span) => compare({ from, to: from + span })),
    { numRuns: 60 },
  )
})

test('where the events were given up, a short range is answered by its minutes', () => {
  const { reader, writer } = open.store
  const border = Math.ceil(start / day) * 1440
  const range = { from: border * minute - 20 * minute, to: border * minute - 18 * minute }
  writer.transaction(() => {
    moveBorders(writer, { event: border, minute: 0, hour: 0 })
    writer.run('DELETE FROM event WHERE time < ?', border * minute * 1000)
  })
  expect(totalsIn(reader, range).received).toBe(received(range).length)
  expect(busiest(range)).toEqual(countsOf(received(range)))
})
