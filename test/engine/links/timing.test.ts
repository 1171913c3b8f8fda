import { describe, expect, test } from 'vitest'
import { LinkTiming } from '../../../src/engine/links/timing.ts'

const now = Date.UTC(2026, 0, 1)
const day = 86_400_000

/** Received by the sensor at these times, in milliseconds of its own clock. */
const events = (...times: number[]): { time: number }[] => times.map((time) => ({ time: time * 1000 }))

/** A link to a sensor whose clock goes right, and that holds ten events already. */
function greeted(): LinkTiming {
  const timing = new LinkTiming()
  timing.greet({ last: 10, clock: now * 1000 }, now)
  return timing
}

describe('lag', () => {
  test('is the time from arrival to commit of the newest event', () => {
    const timing = greeted()
    timing.noteStored(11, events(now + 100, now + 300, now + 200), now + 550)
    expect(timing.lag).toBe(250)
  })

  test('is not measured on what waited in the spool, nor on times given to history', () => {
    const timing = greeted()
    timing.noteStored(1, events(now - 3 * day, now - 1000), now + 10)
    timing.noteStored(11, events(now - 3 * day), now + 20)
    expect(timing.lag).toBeUndefined()
  })

  test('stays as it was while history is stored beside live traffic', () => {
    const timing = greeted()
    timing.noteStored(11, events(now + 100), now + 140)
    timing.noteStored(12, events(now - 2 * day, now + 90), now + 9000)
    expect(timing.lag).toBe(40)
  })

  test('measures only the live part of a batch that begins in the spool', () => {
    const timing = greeted()
    timing.noteStored(10, events(now + 500, now + 100), now + 160)
    expect(timing.lag).toBe(60)
  })

  test('takes a wrong clock into account', () => {
    const timing = new LinkTiming()
    timing.greet({ last: 0, clock: (now + 7000) * 1000 }, now)
    timing.noteStored(1, events(now + 7100), now + 150)
    expect(timing.lag).toBe(50)
  })
})

describe('clock offset', () => {
  const offsetAfter = (...delays: number[]): number | undefined => {
    const timing = new LinkTiming()
    for (const delay of delays) timing.noteClock((now + 300) * 1000, now + delay)
    return timing.clockOffset
  }

  test('is told after three samples, by the one with the least delay', () => {
    expect(offsetAfter(5, 7000)).toBeUndefined()
    expect(offsetAfter(7000, 5, 900)).toBe(295)
  })

  test('follows a clock that was set, within a dozen samples', () => {
    const timing = new LinkTiming()
    for (let at = 0; at < 3; at += 1) timing.noteClock((now + 60_000) * 1000, now)
    for (let at = 0; at < 12; at += 1) timing.noteClock(now * 1000, now)
    expect(timing.clockOffset).toBe(0)
  })
})
