import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SensorRow } from '../../../src/contract/console/sensors.ts'
import { startTestEngine, type TestEngine } from '../../support/engine.ts'
import { startScriptedSensor, type ScriptedSensor } from '../../support/scripted-sensor.ts'
import { discardSensor, startSensor } from '../../support/sensor-process.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { until } from '../../support/until.ts'

const token = 'token of the tests, long enough'
let running: TestEngine
const stops: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  running = await startTestEngine()
  stops.push(() => running.stop())
})
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function scripted(port = 0): Promise<ScriptedSensor> {
  const sensor = await startScriptedSensor(port)
  stops.push(() => sensor.close())
  return sensor
}

const sensorRow = async (): Promise<SensorRow> => {
  const [row] = await running.client.call('sensors.list', {})
  if (!row) throw new Error('no sensor')
  return row
}

const inState = (state: SensorRow['state']): Promise<SensorRow> =>
  until(`the sensor is ${state}`, async () => {
    const row = await sensorRow()
    return row.state === state && row
  })

const everything = { from: 0, to: Date.UTC(2100, 0, 1) }

test('what a real sensor hears is stored, read and shown', async () => {
  const sensor = await startSensor()
  stops.push(() => discardSensor(sensor))
  const { client } = running
  await client.call('sensor.add', { url: sensor.link, token: sensor.token })
  expect(await inState('live')).toMatchObject({ name: 'Test sensor', zone: 'Europe/Berlin' })
  const tail = client.stream('live.tail', { directions: 'both' })[Symbol.asyncIterator]()
  const firstBatch = tail.next()

  const socket = createSocket('udp4').bind(0, '127.0.0.1')
  await once(socket, 'listening')
  for (let at = 1; at <= 50; at += 1) socket.send(options(at, socket.address().port), sensor.port('udp'), '127.0.0.1')
  await until(
    'all fifty are counted',
    async () => (await client.call('live.totals', { range: everything })).received === 50,
  )
  socket.close()

  const batch = await firstBatch
  expect(batch.done ? [] : batch.value.rows.map((row) => row.method)).toContain('OPTIONS')
  await tail.return?.(undefined)
  const profile = await client.call('source.profile', { address: '127.0.0.1' })
  expect(profile.source).toMatchObject({ messages: 50, dialogs: 50, sensors: 1, classes: ['options-sweep'] })
  expect(profile.verdict.sentence).toMatch(/50 times/)
  const dialogs = await client.call('dialogs.page', { source: '127.0.0.1', limit: 1 })
  const detail = await client.call('dialog.get', { id: dialogs.rows[0]!.id })
  expect(Buffer.from(detail.messages[0]!.raw).toString()).toMatch(/^OPTIONS sip:100@/)
  expect(detail.messages.map((message) => message.direction)).toEqual(['in', 'out'])
})

test('a wrong token is named, and a new token for the same address is taken', async () => {
  const sensor = await startSensor()
  stops.push(() => discardSensor(sensor))
  await running.client.call('sensor.add', { url: sensor.link, token: 'quite another token' })
  expect((await inState('refused')).error).toMatch(/token/)
  await running.client.call('sensor.add', { url: sensor.link, token: sensor.token })
  await inState('live')
  expect(await running.client.call('sensors.list', {})).toHaveLength(1)
})

test('while a sensor is out of reach a gap grows, and its events continue without loss or repetition', async () => {
  const first = await scripted()
  first.events = takeTraffic(700, 2)
  await running.client.call('sensor.add', { url: first.url, token })
  await until('all is acknowledged', () => first.acked === 700)
  await first.close()
  await inState('down')
  const second = await scripted(first.port)
  Object.assign(second, { identity: first.identity, epoch: first.epoch, events: takeTraffic(1000, 2) })
  await until('the rest is acknowledged', () => second.acked === 1000)
  const row = await sensorRow()
  expect(row.stored).toBe(1000)
  expect(row.gaps).toMatchObject([{ reason: 'link down' }])
  expect(row.gaps[0]!.to).toBeGreaterThan(row.gaps[0]!.from)
})

test('another sensor at a known address is refused until the analyst accepts it', async () => {
  const first = await scripted()
  await running.client.call('sensor.add', { url: first.url, token })
  const { id } = await inState('live')
  await first.close()
  const other = await scripted(first.port)
  other.events = takeTraffic(10, 3)
  expect((await inState('refused')).error).toMatch(/another sensor answers/)
  expect(other.acked).toBe(0)
  await running.client.call('sensor.remove', { id })
  await running.client.call('sensor.add', { url: other.url, token })
  await until('its events are acknowledged', () => other.acked === 10)
})

test('a removed sensor that is added again goes on under its old number', async () => {
  const sensor = await scripted()
  sensor.events = takeTraffic(20, 4)
  const { id } = await running.client.call('sensor.add', { url: sensor.url, token })
  await until('its events are acknowledged', () => sensor.acked === 20)
  await running.client.call('sensor.remove', { id })
  sensor.events = takeTraffic(30, 4)
  await running.client.call('sensor.add', { url: sensor.url, token })
  await until('the rest is acknowledged', () => sensor.acked === 30)
  expect(await running.client.call('sensors.list', {})).toMatchObject([{ id, stored: 30 }])
})

test.each([
  ['no CBOR', Buffer.from('ff00ff', 'hex')],
  ['an oversized frame', Buffer.alloc(1024 * 1024 + 1)],
  ['nothing', Buffer.alloc(0)],
])('%s closes the link with a reason, and what was stored before stays', async (_what, bytes) => {
  const sensor = await scripted()
  sensor.events = takeTraffic(10, 5)
  await running.client.call('sensor.add', { url: sensor.url, token })
  await until('its events are acknowledged', () => sensor.acked === 10)
  sensor.sendRaw(bytes)
  expect((await inState('down')).error).toMatch(/CBOR|frame/)
  expect((await sensorRow()).stored).toBe(10)
  const before = sensor.connections
  await running.client.call('sensor.retry', { id: (await sensorRow()).id })
  await until('it is dialled again', () => sensor.connections > before)
})

test("a sensor's own gap is stored once, with what was lost, and the numbering goes on behind it", async () => {
  const sensor = await scripted()
  const traffic = takeTraffic(30, 6)
  sensor.events = traffic.slice(0, 10)
  await running.client.call('sensor.add', { url: sensor.url, token })
  await until('the first ten are acknowledged', () => sensor.acked === 10)
  const gap = {
    type: 'gap',
    epoch: sensor.epoch,
    from: 11,
    to: 20,
    reason: 'spool-cap',
    fromTime: 1e15,
    toTime: 2e15,
  } as const
  sensor.send(gap)
  sensor.send(gap)
  sensor.send({ type: 'events', epoch: sensor.epoch, first: 21, events: traffic.slice(20) })
  await until('the last is acknowledged', () => sensor.acked === 30)
  const row = await sensorRow()
  expect(row.stored).toBe(20)
  expect(row.gaps).toMatchObject([{ reason: 'spool-cap', lost: 10, from: 1e12, to: 2e12 }])
})

test('addresses that would leave this machine unprotected are refused in words', async () => {
  const add = (url: string) => running.client.call('sensor.add', { url, token })
  await expect(add('ws://192.0.2.1:7060')).rejects.toThrow(/this machine alone/)
  await expect(add('http://127.0.0.1:7060')).rejects.toThrow(/ws:\/\//)
  await expect(add('nonsense')).rejects.toThrow(/write the address/)
})

function options(at: number, port: number): string {
  return [
    'OPTIONS sip:100@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK-${at};rport`,
    `From: <sip:100@127.0.0.1>;tag=${at}`,
    'To: <sip:100@127.0.0.1>',
    `Call-ID: options-${at}`,
    `CSeq: ${at} OPTIONS`,
    'Max-Forwards: 70',
    'User-Agent: friendly-scanner',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}
