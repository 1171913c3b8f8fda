import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { grace } from '../../../src/feed/time/belief.ts'
import { createPatientClock } from '../../../src/feed/time/patient-clock.ts'
import { systemMachine } from '../../../src/feed/time/machine.ts'

let directory: string
let words: string[]
let machine: { wall: number; awake: number; slept: number; known: number }
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'feed-time-'))
  words = []
  machine = { wall: 1_800_000_000_000, awake: 1_000_000, slept: 0, known: 0 }
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const log = pino({}, { write: (line: string) => void words.push((JSON.parse(line) as { msg: string }).msg) })
const clock = (boot = 'a') =>
  createPatientClock({
    ...{ directory, log },
    machine: {
      boot,
      wall: () => machine.wall,
      run: () => machine.awake + machine.known,
      runAwoken: () => machine.awake + (machine.known = machine.slept),
    },
  })
const pass = (milliseconds: number): void => {
  machine.wall += milliseconds
  machine.awake += milliseconds
}
const hour = 3_600_000

it('says what it does not believe, for how long, and what became of it', () => {
  const patient = clock()
  const began = patient.now()
  pass(1000)
  machine.wall += 24 * hour
  expect([patient.now(), patient.latest()]).toEqual([began + 1000, began + 1000 + 24 * hour])
  pass(60_000)
  expect(patient.doubt()).toEqual({ ahead: 24 * hour, believedIn: grace - 60_000 })
  machine.wall -= 24 * hour
  expect([patient.now(), patient.doubt()]).toEqual([began + 61_000, undefined])
  machine.wall += 24 * hour
  patient.now()
  pass(grace)
  expect([patient.now(), patient.doubt()]).toEqual([machine.wall, undefined])
  machine.wall -= 24 * hour
  expect(patient.now()).toBe(machine.wall)
  expect(words).toEqual([
    'the clock of this machine went ahead and is not believed yet',
    'the clock of this machine was put right',
    'the clock of this machine went ahead and is not believed yet',
    'the clock of this machine has stood and is believed',
    'the clock of this machine went back',
  ])
})

it('takes what a machine has slept through for gone by', () => {
  const patient = clock()
  patient.now()
  machine.slept += 9 * hour
  machine.wall += 9 * hour
  expect([patient.now(), patient.doubt(), words]).toEqual([machine.wall, undefined, []])
})

it('keeps its doubts over a restart, and is not stopped by a file that holds something else', () => {
  clock().now()
  pass(1000)
  machine.wall += 24 * hour
  const again = clock()
  expect(again.doubt()).toEqual({ ahead: 24 * hour, believedIn: grace })
  pass(hour / 2)
  expect(clock().doubt()).toEqual({ ahead: 24 * hour, believedIn: grace / 2 })
  expect(readdirSync(directory)).toEqual(['time.json'])
  for (const text of ['', '{', '[]', '{"wall":"x"}', '{"wall":1e999,"run":0,"boot":""}']) {
    writeFileSync(join(directory, 'time.json'), text)
    expect(clock().now()).toBe(machine.wall)
  }
})

it('tells the time also where nothing can be written down', () => {
  rmSync(directory, { recursive: true })
  expect(clock().now()).toBe(machine.wall)
  expect(words).toEqual(['the time could not be written down for the next start'])
})

it('goes by the system’s clocks, which agree', () => {
  const before = Date.now()
  const patient = createPatientClock({ directory, log })
  const told = patient.now()
  expect(told).toBeGreaterThanOrEqual(before)
  expect(told).toBeLessThanOrEqual(Date.now())
  const system = systemMachine()
  expect(Math.abs(system.runAwoken() - system.run())).toBeLessThan(2000)
})
