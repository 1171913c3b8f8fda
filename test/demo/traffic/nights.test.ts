import { describe, expect, test } from 'vitest'
import { demoSensors } from '../../../src/demo/honeynet.ts'
import { localMidnight } from '../../../src/demo/traffic/local-time.ts'
import { planNights } from '../../../src/demo/traffic/nights.ts'
import { createRandom } from '../../../src/demo/traffic/random.ts'
import { analyse } from '../../../src/sip/analysis.ts'

const now = Date.UTC(2026, 4, 20, 15, 30)
const minute = 60_000
const hour = 60 * minute
const plan = (sensor = demoSensors[0], at = now) => planNights(sensor, createRandom('nights'), at)
const milliseconds = (timeUs: number | undefined): number => (timeUs ?? NaN) / 1000

describe('local midnight', () => {
  test('in zones east and west of Greenwich', () => {
    expect(localMidnight('Europe/Berlin', now, 0)).toBe(Date.UTC(2026, 4, 19, 22))
    expect(localMidnight('America/New_York', now, 0)).toBe(Date.UTC(2026, 4, 20, 4))
    expect(localMidnight('Australia/Sydney', now, 1)).toBe(Date.UTC(2026, 4, 19, 14))
  })

  test('on the days when clocks change', () => {
    const afterChange = Date.UTC(2026, 2, 29, 12)
    expect(localMidnight('Europe/Berlin', afterChange, 0)).toBe(Date.UTC(2026, 2, 28, 23))
    expect(localMidnight('Europe/Berlin', Date.UTC(2026, 9, 25, 12), 0)).toBe(Date.UTC(2026, 9, 24, 22))
    expect(localMidnight('Europe/Berlin', Date.UTC(2026, 9, 26, 12), 0)).toBe(Date.UTC(2026, 9, 25, 23))
  })
})

describe.each(demoSensors)('the nights of $name', (sensor) => {
  const planned = plan(sensor)
  const invites = planned.filter(({ attempt }) => analyse({ raw: attempt.bytes, direction: 'in' }).tool === 'sipcli')

  test('are three, in order, and in the past', () => {
    const times = planned.map(({ timeUs }) => milliseconds(timeUs))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(Math.max(...times)).toBeLessThan(now)
    expect(now - Math.min(...times)).toBeLessThan(4.5 * 24 * hour)
    const startedAt = invites.map(({ timeUs }) =>
      Math.floor((milliseconds(timeUs) - sensorMidnight(sensor.zone)) / hour / 24),
    )
    expect(new Set(startedAt).size).toBe(3)
  })

  test('begin a few minutes after midnight, sensor-local time', () => {
    const hours = new Set(invites.map(({ timeUs }) => localHour(sensor.zone, milliseconds(timeUs))))
    expect(Math.min(...hours)).toBe(0)
    expect(Math.max(...hours)).toBeLessThanOrEqual(5)
  })

  test('reach 100 to 150 calls a second', () => {
    const first = milliseconds(invites[0]?.timeUs)
    const burst = invites.filter(({ timeUs }) => milliseconds(timeUs) < first + 1000)
    expect(burst.length).toBeGreaterThanOrEqual(100)
    expect(burst.length).toBeLessThanOrEqual(150)
  })

  test('go from OPTIONS over REGISTER to INVITE, all from one source', () => {
    const from = milliseconds(invites[0]?.timeUs) - 10 * minute
    const source = invites[0]?.attempt.origin.address
    const methods = planned
      .filter(({ attempt, timeUs }) => attempt.origin.address === source && milliseconds(timeUs) >= from)
      .map(({ attempt }) => analyse({ raw: attempt.bytes, direction: 'in' }).method)
    const order = ['OPTIONS', 'REGISTER', 'INVITE'].map((method) => methods.indexOf(method))
    expect(order[0]).toBe(0)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })
})

test('all nights together stay below six thousand messages', () => {
  const planned = demoSensors.reduce((sum, sensor) => sum + plan(sensor).length, 0)
  expect(planned).toBeGreaterThan(3000)
  expect(planned).toBeLessThan(6000)
})

test('a night that is not over yet is left out', () => {
  const midnight = localMidnight('Europe/Berlin', now, 0)
  for (const at of [midnight + minute, midnight + 20 * minute, midnight + 4 * hour]) {
    expect(Math.max(...plan(demoSensors[0], at).map(({ timeUs }) => milliseconds(timeUs)))).toBeLessThan(at)
  }
})

const sensorMidnight = (zone: string): number => localMidnight(zone, now, 3)

const localHour = (zone: string, time: number): number =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(time))
