import { afterEach, expect, test } from 'vitest'
import { openSession, type SessionEnd } from '../../../src/engine/links/session.ts'
import { startScriptedSensor, type ScriptedSensor } from '../../support/scripted-sensor.ts'
import { until } from '../../support/until.ts'

const silentFor = 400
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const counters = { received: 0, answered: 0, throttled: 0, malformed: 0, spoolBytes: 0, spoolWaiting: 0 }

/** A session that was welcomed, its sensor, and how it ended. */
async function welcomed(): Promise<{ readonly sensor: ScriptedSensor; readonly ends: readonly SessionEnd[] }> {
  const sensor = await startScriptedSensor()
  stops.push(() => sensor.close())
  const ends: SessionEnd[] = []
  let open = false
  const target = { url: sensor.url, token: 'x'.repeat(16), console: '0'.repeat(32), credit: 100 }
  const handlers = {
    onHello: () => ({ epoch: '', last: 0 }),
    onWelcome: () => (open = true),
    onFrame: () => undefined,
    onEnd: (end: SessionEnd) => void ends.push(end),
  }
  const session = openSession(target, handlers, silentFor)
  stops.push(() => session.fail({ kind: 'lost', message: 'the test is over' }))
  await until('the sensor welcomes us', () => open)
  return { sensor, ends }
}

test('a sensor that says nothing any more is given up, although its connection still stands', async () => {
  const { sensor, ends } = await welcomed()
  const began = performance.now()
  await until('the session ends', () => ends.length > 0)
  expect(ends).toEqual([{ kind: 'lost', message: `no sign of life for ${silentFor / 1000} s` }])
  expect(performance.now() - began).toBeGreaterThan(silentFor / 2)
  // Late words of a session that was given up change nothing.
  sensor.send({ type: 'status', clock: 1, counters })
  expect(ends).toHaveLength(1)
})

test('a quiet sensor is kept for as long as its status comes', async () => {
  const { sensor, ends } = await welcomed()
  const status = setInterval(() => sensor.send({ type: 'status', clock: Date.now() * 1000, counters }), silentFor / 8)
  stops.push(() => clearInterval(status))
  const began = performance.now()
  await until('three silences have passed', () => performance.now() - began > 3 * silentFor)
  expect(ends).toEqual([])
})
