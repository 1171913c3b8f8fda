import { afterEach, expect, test } from 'vitest'
import { clockDoubt, confirmTime, noteTime } from '../../../src/engine/data/sure-time.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { captureSensor } from '../../../src/engine/store/sensors.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const hour = 3_600_000
const day = 24 * hour
const start = Date.UTC(2026, 10, 23, 12)

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

interface Opened extends TestStore {
  /** Stores a message that a sensor saw then, UTC milliseconds. */
  readonly saw: (sensor: number, time: number) => void
}

function opened(): Opened {
  const made = openTestStore(2)
  stops.push(made.stop)
  const saw = (sensor: number, time: number): void => {
    const events = takeTraffic(1, 1, time * 1000).map(factsOf)
    made.events.store({ sensor, epoch: 'e'.repeat(16), first: 1, events })
  }
  return { ...made, saw }
}

test('a clock is in doubt when it is more than a day ahead of all that is known, and never when it is behind', () => {
  const { store, saw } = opened()
  const isDoubted = (now: number): boolean => clockDoubt(store.reader, now) !== undefined
  expect(isDoubted(start + 3650 * day)).toBe(false)
  noteTime(store, start)
  expect([-9000 * day, -day, 0, day].map((jump) => isDoubted(start + jump))).toEqual([false, false, false, false])
  expect([day + 1, 40 * day, 3650 * day].map((jump) => isDoubted(start + jump))).toEqual([true, true, true])

  // It goes on by itself as long as it goes on, and far back nothing that was sure is forgotten.
  noteTime(store, start + 20 * hour)
  noteTime(store, start + 40 * hour)
  expect(isDoubted(start + 60 * hour)).toBe(false)
  noteTime(store, start - 9000 * day)
  expect(clockDoubt(store.reader, start + 90 * hour)).toEqual({ now: start + 90 * hour, known: start + 40 * hour })
  noteTime(store, start + 90 * hour)
  expect(isDoubted(start + 90 * hour)).toBe(true)

  // What came from a sensor of that time is a proof; a sensor ahead of the clock and a capture are none.
  const ahead = start + 900 * day
  saw(1, ahead + 900 * day)
  saw(captureSensor(store.writer, 'c'.repeat(64), 'trace.pcap').id, ahead)
  expect(isDoubted(ahead)).toBe(true)
  saw(2, ahead - 2 * hour)
  expect(isDoubted(ahead)).toBe(false)
  expect(isDoubted(ahead + 23 * hour)).toBe(true)
})

test('a clock in doubt is believed by nothing but its own date', () => {
  const { store } = opened()
  noteTime(store, start)
  const now = Date.UTC(2031, 4, 4, 23, 59)
  for (const typed of [undefined, '', '2026-11-23', '2031-05-05', '04.05.2031'])
    expect(() => confirmTime(store, now, typed)).toThrow('says 2031-05-04, but the last sure time is 2026-11-23')
  confirmTime(store, now, '2031-05-04')
  expect(clockDoubt(store.reader, now)).toBeUndefined()
  expect(() => confirmTime(store, now, undefined)).not.toThrow()
})
