import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followSensor, type LinkClient } from '../support/link-client.ts'
import { discardSensor, startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { runTool } from '../support/sip-tools.ts'
import { text } from './requests.ts'

/** What the tools themselves say of the sensor: they are the clients it must hold up to. */
let sensor: SensorProcess
let link: LinkClient
beforeAll(async () => {
  sensor = await startSensor()
  link = await followSensor(sensor)
})
afterAll(() => discardSensor(sensor))

const sent = (direction: 0 | 1) => [...link.events.values()].filter((event) => event[6] === direction)
const udp = () => sensor.port('udp')

describe('sipp makes ten calls without a fault', () => {
  it.each([
    ['UDP over IPv4', () => ['-i', '127.0.0.1', `127.0.0.1:${udp()}`]],
    ['TCP over IPv4', () => ['-t', 't1', '-i', '127.0.0.1', `127.0.0.1:${sensor.port('tcp')}`]],
    ['UDP over IPv6', () => ['-i', '::1', `[::1]:${sensor.port('udp', '::1')}`]],
    ['TCP over IPv6', () => ['-t', 't1', '-i', '::1', `[::1]:${sensor.port('tcp', '::1')}`]],
  ])('by %s', async (_name, where) => {
    const args = ['-sn', 'uac', ...where(), '-m', '10', '-r', '10', '-d', '0', '-nostdin', '-timeout', '100s']
    const run = await runTool('sipp', args)
    expect(run.code, run.output.slice(-2000)).toBe(0)
    expect(run.output).toMatch(/Successful call\s+\|\s+\d+\s+\|\s+10\s/)
    expect(run.output).toMatch(/Failed call\s+\|\s+\d+\s+\|\s+0\s/)
  })
})

it('svmap finds a PBX and reads its name', async () => {
  const run = await runTool('svmap', [`-p${udp()}`, '127.0.0.1'])
  expect(run.output).toContain('FPBX-16.0.40')
})

it.each(['REGISTER', 'INVITE'])('svwar finds every extension by %s, and no other', async (method) => {
  const run = await runTool('svwar', [`-p${udp()}`, '-m', method, '-e99-110', '127.0.0.1'])
  const found = [...run.output.matchAll(/^\| (\d+)\s+\| reqauth/gm)].map(([, extension]) => extension)
  const wanted = Array.from({ length: 12 }, (_, index) => String(99 + index))
  expect(found.toSorted(), run.output).toEqual(wanted.toSorted())
})

it('svcrack runs through its range, finds nothing, and proves its address', async () => {
  const run = await runTool('svcrack', [`-p${udp()}`, '-u101', '-r1200-1220', '-z4', '127.0.0.1'])
  expect(run.output).toContain('found nothing')
  await link.until(() => sent(0).some((event) => event[7] === 1 && text(event[8]).includes('username="101"')))
  const guesses = sent(0).filter((event) => event[7] === 1 && text(event[8]).startsWith('REGISTER'))
  expect(guesses.length).toBeGreaterThanOrEqual(21)
})

it('sipsak gets its final answer', async () => {
  const run = await runTool('sipsak', ['-vv', '-s', `sip:100@127.0.0.1:${udp()}`])
  expect(run.code).toBe(0)
  expect(run.output).toContain('SIP/2.0 200 OK')
})

it('has written down every message with its proof, and nothing of it was lost', async () => {
  const health = (await (await fetch(`${sensor.health}/healthz`)).json()) as {
    counters: { received: number; answered: number; throttled: number }
    kernelDrops: number
  }
  const { received, answered, throttled } = health.counters
  await link.until((client) => client.events.size === received + answered)
  expect([sent(0).length, sent(1).length, throttled, health.kernelDrops]).toEqual([received, answered, 0, 0])
  expect(link.duplicates).toBe(0)
  const acks = sent(0).filter((event) => text(event[8]).startsWith('ACK') && event[1] === 0)
  expect(acks.length).toBeGreaterThan(20)
  const provenAcks = acks.filter((event) => event[7] === 2)
  expect(provenAcks.length).toBeGreaterThanOrEqual(20)
  expect(
    sent(0)
      .filter((event) => event[1] === 1)
      .every((event) => event[7] === 3),
  ).toBe(true)
})
