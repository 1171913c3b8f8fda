import { describe, expect, it } from 'vitest'
import { roundMoments } from '../../src/renderer/charts/ticks.ts'

const labels = (from: number, width: number, steps: number): number[] => {
  const times = Array.from({ length: steps }, (_, at) => from + at * width)
  const moment = roundMoments(times, 'utc')
  return times.flatMap((_, at) => moment(at) ?? [])
}

describe('labels of a time axis', () => {
  it('stand at whole minutes, evenly, and are few', () => {
    const found = labels(Date.UTC(2026, 2, 1, 10, 0, 35), 5000, 180)
    expect(found.length).toBeLessThanOrEqual(9)
    expect(found.every((time) => time % 120_000 === 0)).toBe(true)
    expect(new Set(found).size).toBe(found.length)
  })

  it('name a round moment that lies inside a step', () => {
    const ten = Date.UTC(2026, 2, 1, 10)
    expect(labels(ten - 1500, 2000, 2)).toEqual([ten, ten + 2000])
  })

  it('stand still while the range moves on', () => {
    const before = labels(Date.UTC(2026, 2, 1, 10, 0, 35), 5000, 180)
    const after = labels(Date.UTC(2026, 2, 1, 10, 0, 40), 5000, 180)
    expect(after.filter((time) => !before.includes(time)).length).toBeLessThanOrEqual(1)
  })

  it('are days where the axis is long', () => {
    const found = labels(Date.UTC(2026, 2, 1, 3), 3_600_000, 7 * 24)
    expect(found.every((time) => time % 86_400_000 === 0)).toBe(true)
  })

  it('need no times', () => {
    expect(labels(0, 1000, 0)).toEqual([])
  })
})
