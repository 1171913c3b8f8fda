import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadConfig } from '../../src/sensor/config/load.ts'
import { sensorConfig } from '../../src/sensor/config/schema.ts'
import { createClock } from '../../src/sensor/clock.ts'
import { dropsIn, localColumn } from '../../src/sensor/listeners/kernel-drops.ts'

const example = 'resources/sensor.example.yaml'
const changed = (change: Record<string, unknown>) =>
  sensorConfig.safeParse({ ...(parse(readFileSync(example, 'utf8')) as object), ...change })
const faults = (change: Record<string, unknown>) =>
  changed(change).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)

describe('configuration', () => {
  it('takes the example, which says the defaults', () => {
    const config = loadConfig(example)
    const least = sensorConfig.parse({
      name: config.name,
      region: config.region,
      location: config.location,
      listen: config.listen,
      zone: config.zone,
      link: { token: config.link.token },
      spool: { directory: config.spool.directory },
    })
    expect(config).toEqual(least)
  })

  it.each([
    [
      'an open link',
      { link: { address: '0.0.0.0', token: 'x'.repeat(16) } },
      'link.address: must be a loopback address',
    ],
    ['a short token', { link: { token: 'short' } }, 'link.token: must have at least 16'],
    ['open health', { health: { address: '192.0.2.1' } }, 'health.address: must be a loopback'],
    ['a demo on open listeners', { demo: true }, 'demo: needs every listener on loopback'],
    ['a wrong zone', { zone: 'Mars/Olympus' }, 'zone: must be an IANA time zone'],
    ['line ends in headers', { answers: { server: 'a\r\nb' } }, 'answers.server: must be printable'],
    ['a wrong address', { listen: [{ transport: 'udp', address: '0x7f.1' }] }, 'listen.0.address: must be an IPv4'],
    ['an unknown key', { extra: 1 }, 'Unrecognized key'],
    [
      'a cap below two segments',
      { spool: { directory: 'x', maxBytes: 100_000 } },
      'spool.maxBytes: must be at least twice',
    ],
  ])('refuses %s by name', (_what, change, fault) => {
    expect(faults(change)?.join('\n')).toContain(fault)
  })
})

it('steps with the monotonic clock and never goes back when the wall clock does', () => {
  let [wall, ns] = [1_000_000, 0n]
  const clock = createClock(
    () => wall,
    () => ns,
  )
  expect(clock()).toBe(1_000_000_000)
  ns += 5_000n
  expect(clock()).toBe(1_000_000_005)
  wall -= 30_000
  ns += 61_000_000_000n
  expect(clock()).toBe(1_000_000_005)
  wall += 100_000
  ns += 61_000_000_000n
  expect(clock()).toBe(1_070_000_000)
})

it("reads the kernel's drop counter of one socket", () => {
  expect(localColumn('127.0.0.1', 5060)).toBe('0100007F:13C4')
  expect(localColumn('::1', 5060)).toBe('00000000000000000000000001000000:13C4')
  const table = '  sl  local_address rem_address\n  7: 0100007F:13C4 00000000:0000 07 0:0 00:0 0 0 0 9 2 0 17\n'
  expect(dropsIn(table, '0100007F:13C4')).toBe(17)
  expect(dropsIn(table, '0100007F:13C5')).toBeUndefined()
})
