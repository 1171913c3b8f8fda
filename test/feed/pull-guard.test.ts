import { describe, expect, it } from 'vitest'
import { createPullGuard } from '../../src/feed/subscribers/pull-guard.ts'

const minute = 60_000
const guardOf = (pulls: number) => createPullGuard({ pulls, checks: 2, minutes: 5 })

describe('the rate limit of a key', () => {
  it('counts pulls in a window and begins anew with the next', () => {
    const guard = guardOf(2)
    const steps = [0, 1, 2, 5 * minute - 1, 5 * minute].map((now) => guard.pull(undefined, now))
    expect(steps).toEqual(['begins', 'begins', 'refused', 'refused', 'begins'])
  })

  it('lets a pull go on that has begun, one request for each ID handed out', () => {
    const guard = guardOf(1)
    expect(guard.pull('100', 0)).toBe('begins')
    guard.handed(1_800_000_001, 0)
    expect(guard.pull('1800000001', 1)).toBe('continues')
    guard.handed(1_800_000_002, 1)
    expect(guard.pull('1800000001', 2)).toBe('refused')
    expect(guard.pull('1800000002', 3)).toBe('continues')
  })

  it('lets two machines with one key go on side by side', () => {
    const guard = guardOf(2)
    for (const now of [0, 1]) {
      guard.pull(undefined, now)
      guard.handed(1_800_000_001, now)
    }
    const steps = [2, 3, 4].map((now) => guard.pull('1800000001', now))
    expect(steps).toEqual(['continues', 'continues', 'refused'])
  })

  it('takes a pull that paused for a minute for a new one', () => {
    const guard = guardOf(2)
    guard.pull(undefined, 0)
    guard.handed(1_800_000_001, 0)
    expect(guard.pull('1800000001', minute)).toBe('begins')
  })

  it('is not confused by a clock that is set back', () => {
    const guard = guardOf(1)
    expect(guard.pull(undefined, 10 * minute)).toBe('begins')
    expect(guard.pull(undefined, 0)).toBe('begins')
    expect(guard.pull(undefined, 1)).toBe('refused')
  })

  it('stays small whatever it is asked', () => {
    const guard = guardOf(1_000_000)
    for (let at = 0; at < 30_000; at += 1) guard.handed(2_000_000_000 + at, at)
    expect(guard.pull('2000019999', 30_000)).toBe('begins')
    expect(guard.pull('2000020000', 30_000)).toBe('continues')
    expect(guard.pull(String(2_000_000_000 + 29_999), 30_000)).toBe('continues')
    expect(guard.pull('2000000000', 30_000)).toBe('begins')
  })

  it('counts look-ups on their own', () => {
    const guard = guardOf(1)
    expect([guard.check(0), guard.check(1), guard.check(2), guard.pull(undefined, 3)]).toEqual([
      true,
      true,
      false,
      'begins',
    ])
  })
})
