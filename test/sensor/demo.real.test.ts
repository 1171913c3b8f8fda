import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { encodeProxyHeader } from '../../src/contract/wire/proxy-header.ts'
import { followSensor, type LinkClient } from '../support/link-client.ts'
import { discardSensor, sensorConfig, startSensor, type SensorProcess } from '../support/sensor-process.ts'
import { bytes, request, text } from './requests.ts'

let sensor: SensorProcess
let link: LinkClient
beforeAll(async () => {
  sensor = await startSensor({ config: { demo: true } })
  link = await followSensor(sensor)
})
afterAll(() => discardSensor(sensor))

const origin = {
  source: '198.51.100.9',
  sourcePort: 5071,
  destination: '203.0.113.5',
  destinationPort: 5060,
  timeUs: 1_700_000_000_123_456,
}
const withCall = (call: string) => request('OPTIONS', '100', { 'Call-ID': call })
const eventsOf = (call: string) => [...link.events.values()].filter((event) => text(event[8]).includes(call))

describe('a demo sensor', () => {
  it('believes the origin and time in front of a datagram, and answers the real peer', async () => {
    const socket = createSocket('udp4')
    const answer = once(socket, 'message') as Promise<[Buffer]>
    const header = encodeProxyHeader({ transport: 'udp', ...origin })
    socket.send([header, bytes(withCall('forged-1'))], sensor.port('udp'), '127.0.0.1')
    const [received] = await answer
    socket.close()
    await link.until(() => eventsOf('forged-1').length === 2)
    const [asked, answered] = eventsOf('forged-1')
    expect(asked?.slice(0, 8)).toEqual([origin.timeUs, 0, '198.51.100.9', 5071, '203.0.113.5', 5060, 0, 0])
    expect(text(asked![8])).toBe(withCall('forged-1'))
    expect(answered?.[2]).toBe('198.51.100.9')
    expect(answered![0] - origin.timeUs).toBeLessThan(1_000_000)
    expect(Buffer.from(answered![8])).toEqual(received)
  })

  it('believes it once at the start of a stream, however it is cut', async () => {
    const socket = connect(sensor.port('tcp'), '127.0.0.1')
    const whole = Buffer.concat([
      encodeProxyHeader({ transport: 'tcp', ...origin }),
      bytes(withCall('forged-2')),
      bytes(withCall('forged-3')),
    ])
    for (const at of [0, 5, 14, 30, 100]) {
      socket.write(whole.subarray(at, { 0: 5, 5: 14, 14: 30, 30: 100, 100: whole.length }[at]))
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
    await link.until(() => eventsOf('forged-2').length === 2 && eventsOf('forged-3').length === 2)
    socket.destroy()
    expect(eventsOf('forged-3')[0]?.slice(1, 8)).toEqual([1, '198.51.100.9', 5071, '203.0.113.5', 5060, 0, 3])
  })
})

it('any other sensor takes the header for garbage from the real peer', async () => {
  const plain = await startSensor()
  const follower = await followSensor(plain)
  const socket = createSocket('udp4')
  const header = encodeProxyHeader({ transport: 'udp', ...origin })
  socket.send([header, bytes(withCall('forged-4'))], plain.port('udp'), '127.0.0.1')
  await follower.until((client) => client.events.size > 0)
  expect(follower.events.get(1)?.[2]).toBe('127.0.0.1')
  socket.close()
  await discardSensor(plain)
})

describe('starting', () => {
  const run = (content: string, directory: string) =>
    new Promise<{ code: unknown; log: string }>((resolve) => {
      const file = join(directory, 'sensor.yaml')
      writeFileSync(file, content)
      execFile(process.execPath, ['src/sensor/main.ts', '--config', file], (error, _out, log) =>
        resolve({ code: error?.code ?? 0, log }),
      )
    })

  it('fails with code 2 and the path of what is wrong', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sensor-'))
    const wrong = await run(
      stringify(sensorConfig(directory, { link: { address: '0.0.0.0', token: 'short' } })),
      directory,
    )
    expect(wrong.code).toBe(2)
    expect(wrong.log).toContain('link.address: must be a loopback address')
    expect(wrong.log).toContain('link.token: must have at least 16 characters')
    expect((await run('name: [', directory)).code).toBe(2)
    rmSync(directory, { recursive: true })
  })

  it('gives up root for the user it is told, and still writes its spool', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become another user')
    const lowly = await startSensor({ config: { user: { name: 'nobody' } } }).catch((error: unknown) => error)
    if (lowly instanceof Error) throw lowly
    const running = lowly as SensorProcess
    expect(readFileSync(`/proc/${running.pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534\t65534/m)
    await discardSensor(running)
  })

  it('stops cleanly on SIGTERM', async () => {
    const brief = await startSensor()
    expect(await brief.stop()).toBe(0)
    rmSync(brief.directory, { recursive: true })
  })
})
