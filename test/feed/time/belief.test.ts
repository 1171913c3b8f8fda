import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  believedIn,
  grace,
  longestOff,
  longestStep,
  look,
  remember,
  resume,
  timeAt,
  type Belief,
  type Reading,
} from '../../../src/feed/time/belief.ts'

const start: Reading = { wall: 1_800_000_000_000, run: 5_000_000 }
const day = 86_400_000

/** The true time at `run`, with a wall clock that is wrong by `error`. */
const reading = (run: number, error = 0): Reading => ({ wall: start.wall + (run - start.run) + error, run })

/** @returns the time that was gone by after each reading, less the true one. */
function errors(readings: readonly Reading[]): number[] {
  let belief: Belief = start
  return readings.map((each) => {
    belief = look(belief, each)
    return timeAt(belief, each.run) - reading(each.run).wall
  })
}

const step = fc.integer({ min: longestStep + 1, max: 200 * 365 * day })
const pause = fc.integer({ min: 0, max: 2 * day })

describe('the time to go by', () => {
  it('is never carried away by steps ahead that are put right in time', () => {
    const episode = fc.record({
      pause,
      by: step,
      looks: fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 7 }),
    })
    fc.assert(
      fc.property(fc.array(episode, { maxLength: 8 }), (episodes) => {
        let run = start.run
        const readings = episodes.flatMap(({ pause: quiet, by, looks }) => [
          reading((run += quiet)),
          ...looks.map((later) => reading((run += later), by)),
          reading((run += 1)),
        ])
        fc.pre(episodes.every(({ looks }) => looks.slice(1).reduce((sum, later) => sum + later, 0) < grace))
        expect(errors(readings)).toEqual(readings.map(() => 0))
      }),
    )
  })

  it('follows a step that stands, once it has stood for its while and not before', () => {
    fc.assert(
      fc.property(step, fc.integer({ min: 0, max: grace - 1 }), (by, within) => {
        const noticed = start.run + 1000
        const told = errors([reading(noticed, by), reading(noticed + within, by), reading(noticed + grace, by)])
        expect(told).toEqual([0, 0, by])
      }),
    )
  })

  it('begins a new while where a step that is doubted moves on', () => {
    const told = errors([
      reading(start.run + 1, day),
      reading(start.run + grace, 2 * day),
      reading(start.run + 2 * grace - 1, 2 * day),
      reading(start.run + 2 * grace, 2 * day),
    ])
    expect(told).toEqual([0, 0, 0, 2 * day])
  })

  it('follows a clock that is set back, and small steps, at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000 * day, max: longestStep }), (by) => {
        expect(errors([reading(start.run + 1, by)])).toEqual([by])
      }),
    )
  })

  it('is never later than the clock says, whatever that does', () => {
    const any = fc.record({ later: pause, error: fc.integer({ min: -1000 * day, max: 1000 * day }) })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (each) => {
        let run = start.run
        const readings = each.map(({ later, error }) => reading((run += later), error))
        errors(readings).forEach((told, at) => expect(told).toBeLessThanOrEqual(each[at]?.error ?? NaN))
      }),
    )
  })
})

describe('after a restart', () => {
  const doubting = look(start, reading(start.run + 1, day))
  const stored = (belief: Belief, run: number, boot = 'a') =>
    JSON.parse(JSON.stringify(remember(belief, run, boot))) as ReturnType<typeof remember>

  it('of the program alone goes on as if there had been none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ later: pause, error: fc.constantFrom(0, 0, day, -day, 3 * day) }), { maxLength: 12 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        (each, restarts) => {
          let run = start.run
          let belief: Belief = start
          const readings = each.map(({ later, error }) => reading((run += later), error))
          const told = readings.map((now, at) => {
            belief = restarts[at] ? resume(stored(belief, belief.run), now, 'a') : look(belief, now)
            return timeAt(belief, now.run) - reading(now.run).wall
          })
          expect(told).toEqual(errors(readings))
        },
      ),
    )
  })

  it('of the machine believes it was off, but for a very long time', () => {
    const off = (by: number) => resume(stored(start, start.run), { wall: start.wall + by, run: 1 }, 'b')
    expect(timeAt(off(day), 1)).toBe(start.wall + day)
    expect(timeAt(off(longestOff), 1)).toBe(start.wall + longestOff)
    expect(off(longestOff + 1)).toMatchObject({ wall: start.wall, doubt: { since: 1, by: longestOff + 1 } })
    expect(timeAt(off(-day), 1)).toBe(start.wall - day)
  })

  it('of the machine goes on doubting what was in doubt, from the start of its while', () => {
    const resumed = resume(stored(doubting, start.run + 1000), { wall: start.wall + day + 5000, run: 1 }, 'b')
    expect(timeAt(resumed, 1)).toBe(start.wall + 1000)
    expect(resumed.doubt && believedIn(resumed.doubt, 1)).toBe(grace)
    const right = resume(stored(doubting, start.run + 1000), { wall: start.wall + 5000, run: 1 }, 'b')
    expect(right).toEqual({ wall: start.wall + 5000, run: 1 })
  })

  it('tells one start from another only where the system names them', () => {
    const later = { wall: start.wall + day, run: start.run + 1000 }
    expect(resume(stored(start, start.run, ''), later, '').doubt).toBeUndefined()
    expect(resume(stored(start, start.run), later, 'a').doubt).toBeDefined()
    expect(resume(undefined, later, 'a')).toEqual(later)
  })
})
