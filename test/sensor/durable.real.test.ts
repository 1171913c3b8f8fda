import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { followSensor, newConsoleId, openLink, type LinkClient } from '../support/link-client.ts'
import { startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { untilRead } from '../support/udp-queue.ts'
import { until } from '../support/until.ts'
import { bytes, request, text } from './requests.ts'

let directory: string
let sensor: SensorProcess | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sensor-durable-'))
})
afterEach(async () => {
  await sensor?.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Numbered requests, each of them recognisable in what the sensor tells. */
async function attack(target: SensorProcess, from: number, count: number, padding = 0): Promise<void> {
  const socket = createSocket('udp4')
  for (let number = from; number < from + count; number += 1) {
    const more = { 'Call-ID': `number-${number}`, ...(padding > 0 ? { 'X-Padding': 'p'.repeat(padding) } : {}) }
    const datagram = bytes(request('ACK', '100', more))
    await new Promise((resolve) => socket.send(datagram, target.port('udp'), '127.0.0.1', resolve))
    if (number % 50 === 49) await untilRead(target.port('udp'))
  }
  socket.close()
}
const numbers = (link: LinkClient) =>
  [...link.events.values()].map((event) => Number(/Call-ID: number-(\d+)/.exec(text(event[8]))?.[1]))

it('20 rounds of kill -9 under load lose nothing that was told, and tell nothing twice', async () => {
  const told = new Map<number, string>()
  const console = newConsoleId()
  let [last, epoch] = [0, '']
  for (let round = 0; round < 20; round += 1) {
    sensor = await startSensor({
      directory,
      config: { spool: { directory: join(directory, 'spool'), segmentBytes: 20_000 } },
    })
    const link = await followSensor(sensor, { console, last, epoch })
    if (epoch !== '') expect(link.hello.epoch).toBe(epoch)
    expect(link.hello.last).toBeGreaterThanOrEqual(last)
    const load = attack(sensor, round * 1000, 200)
    const enough = 11 + Math.random() * 150
    await link.until((client) => client.events.size >= enough)
    await sensor.kill()
    await load
    for (const [sequence, event] of link.events) {
      expect(told.has(sequence)).toBe(false)
      told.set(sequence, text(event[8]))
    }
    expect(link.duplicates).toBe(0)
    ;[last, epoch] = [Math.max(last, link.last), link.hello.epoch]
  }
  expect([...told.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, index) => index + 1))
  expect(new Set(told.values()).size).toBe(told.size)
  expect(told.size).toBeGreaterThan(200)
})

it('answers only what is written: killed after an answer, it still holds the message', async () => {
  sensor = await startSensor({ directory })
  const spool = join(directory, 'spool')
  const held = (): string =>
    readdirSync(spool)
      .filter((name) => name.endsWith('.spool'))
      .map((name) => readFileSync(join(spool, name), 'latin1'))
      .join('')
  const socket = createSocket('udp4')
  const early: string[] = []
  let answers = 0
  socket.on('message', (answer) => {
    const [line = 'no Call-ID'] = /^Call-ID: .*$/m.exec(text(answer)) ?? []
    answers += 1
    if (!held().includes(line)) early.push(line)
  })
  for (let number = 0; number < 40; number += 1) {
    const datagram = bytes(request('OPTIONS', '100', { 'Call-ID': `number-${number}` }))
    socket.send(datagram, sensor.port('udp'), '127.0.0.1')
  }
  await expect.poll(() => answers).toBe(40)
  socket.close()
  expect(early).toEqual([])
})

it('answers over TCP what came together with the end of the stream', async () => {
  sensor = await startSensor({ directory })
  const socket = connect(sensor.port('tcp'), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
  socket.end(request('OPTIONS', '100'))
  await once(socket, 'close')
  expect(answer).toContain('200 OK')
})

it('resumes behind a lost connection without loss or duplicates, for several consoles at once', async () => {
  sensor = await startSensor({ directory })
  const [one, two] = [newConsoleId(), newConsoleId()]
  const first = await followSensor(sensor, { console: one })
  await attack(sensor, 0, 50)
  await first.until((client) => client.last === 50)
  first.ack(50)
  await first.close()
  await attack(sensor, 50, 700)
  const again = await followSensor(sensor, { console: one, last: 50, epoch: first.hello.epoch })
  const other = await followSensor(sensor, { console: two })
  await again.until((client) => client.last === 750)
  await other.until((client) => client.last === 750)
  expect(numbers(again)).toEqual(Array.from({ length: 700 }, (_, index) => 50 + index))
  expect(numbers(other)).toEqual(Array.from({ length: 750 }, (_, index) => index))
  expect([again.duplicates, other.duplicates]).toEqual([0, 0])
})

it('sends no more than the credit, and goes on with more of it', async () => {
  sensor = await startSensor({ directory })
  await attack(sensor, 0, 60)
  const link = await openLink(sensor.link)
  link.auth(sensor.token)
  link.resume(0, 10)
  await link.until((client) => client.last === 10)
  await sleep(150)
  expect(link.last).toBe(10)
  link.send({ type: 'credit', events: 5 })
  await link.until((client) => client.last === 15)
  await sleep(150)
  expect(link.last).toBe(15)
})

it('tells a live event within a moment, written before it was told', async () => {
  sensor = await startSensor({ directory })
  const link = await followSensor(sensor)
  await link.until((client) => client.frames.some((frame) => frame.type === 'status'))
  const delays: number[] = []
  for (let number = 0; number < 10; number += 1) {
    const started = performance.now()
    await attack(sensor, number, 1)
    await link.until((client) => client.last === number + 1)
    delays.push(performance.now() - started)
  }
  // The quickest of them: a busy machine does not hold up every one, what waits for a clock does.
  expect(Math.min(...delays)).toBeLessThan(150)
})

it('deletes only what every known console has acknowledged', async () => {
  const spool = { directory: join(directory, 'spool'), segmentBytes: 16_384 }
  sensor = await startSensor({ directory, config: { spool } })
  const [one, two] = [await followSensor(sensor), await followSensor(sensor)]
  await attack(sensor, 0, 200)
  await one.until((client) => client.last === 200)
  await two.until((client) => client.last === 200)
  one.ack(200)
  await sleep(100)
  expect(await firstHeld(sensor)).toBe(1)
  two.ack(100)
  const held = sensor
  await until('what both have acknowledged is deleted', async () => (await firstHeld(held)) > 40)
  expect(await firstHeld(sensor)).toBeLessThanOrEqual(101)
})

const healthOf = async (target: SensorProcess) =>
  (await (await fetch(`${target.health}/healthz`)).json()) as { first: number; status: string; spoolError?: string }
const firstHeld = async (target: SensorProcess) => (await healthOf(target)).first

/** A file system that is really full, where the tests may mount one. */
function mountSmall(at: string): string | undefined {
  mkdirSync(at)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

it('answers on with a full disk, says so, marks the gap, and recovers by itself', async ({ skip }) => {
  const small = join(directory, 'small')
  const trouble = mountSmall(small)
  if (trouble !== undefined) skip(`cannot mount a small file system: ${trouble}`)
  try {
    const full = await startSensor({
      directory,
      config: { spool: { directory: join(small, 'spool'), segmentBytes: 65_536 } },
    })
    sensor = full
    const ballast = join(small, 'ballast')
    writeFileSync(ballast, new Uint8Array(900_000))
    const link = await followSensor(full)
    await attack(full, 0, 150, 4000)
    await until('it says that its disk is full', async () => (await healthOf(full)).status === 'spool')
    expect((await healthOf(full)).spoolError).toContain('ENOSPC')
    expect(await answersOptions(full)).toBe(true)
    rmSync(ballast)
    await attack(full, 100, 10)
    await link.until((client) => client.frames.some((frame) => frame.type === 'gap') && numbers(client).includes(109))
    expect(link.frames.find((frame) => frame.type === 'gap')).toMatchObject({ reason: 'disk' })
    await until('it is well', async () => (await healthOf(full)).status === 'ok')
    expect(numbers(link).filter((number) => number >= 100)).toHaveLength(10)
    await full.stop()
  } finally {
    execFileSync('umount', ['-l', small])
  }
})

it('frees a full disk once all of it was acknowledged', async ({ skip }) => {
  const small = join(directory, 'small')
  const trouble = mountSmall(small)
  if (trouble !== undefined) skip(`cannot mount a small file system: ${trouble}`)
  try {
    const full = await startSensor({ directory, config: { spool: { directory: join(small, 'spool') } } })
    sensor = full
    const link = await followSensor(full)
    await attack(full, 0, 400, 4000)
    await until('it says that its disk is full', async () => (await healthOf(full)).status === 'spool')
    link.ack()
    await until('new messages are told', async () => {
      await attack(full, 400, 5)
      return numbers(link).includes(404)
    })
    // Whether the disk takes what comes is known at the next message.
    await until('it is well', async () => {
      await attack(full, 405, 1)
      return (await healthOf(full)).status === 'ok'
    })
    await full.stop()
  } finally {
    execFileSync('umount', ['-l', small])
  }
})

it('refuses to work in the spool of another sensor, and takes the spool of a dead one', async () => {
  const first = await startSensor({ directory })
  sensor = first
  await expect(startSensor({ directory })).rejects.toThrow(/another sensor/)
  expect(await answersOptions(first)).toBe(true)
  await first.kill()
  sensor = await startSensor({ directory })
  expect(await answersOptions(sensor)).toBe(true)
})

async function answersOptions(target: SensorProcess): Promise<boolean> {
  const socket = createSocket('udp4')
  const answered = once(socket, 'message').then(() => true)
  socket.send(bytes(request('OPTIONS', '100')), target.port('udp'), '127.0.0.1')
  const result = await Promise.race([answered, sleep(45_000, false, { ref: false })])
  socket.close()
  return result
}
