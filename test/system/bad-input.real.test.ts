import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleContract } from '../../src/contract/console/index.ts'
import { rpcPath, rpcProtocol, sessionPath } from '../../src/contract/console/page.ts'
import type { SensorRow } from '../../src/contract/console/sensors.ts'
import { ledgerSubprotocol } from '../../src/contract/ledger/api.ts'
import { RpcError } from '../../src/contract/rpc/error.ts'
import { sensorSubprotocol } from '../../src/contract/wire/limits.ts'
import { openStore } from '../../src/engine/store/open.ts'
import type { HealthReport } from '../../src/sensor/health/report.ts'
import { recount } from '../support/recount.ts'
import { request, bytes } from '../sensor/requests.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { runFeed } from '../support/feed-process.ts'
import { newConsoleId, openLink } from '../support/link-client.ts'
import { untilRead } from '../support/udp-queue.ts'
import { until } from '../support/until.ts'
import {
  absurdEvents,
  hostileScripts,
  sayAbsurd,
  soundFrame,
  startHostileSensor,
  startWebServer,
  type HostilePeer,
} from './hostile-sensor.ts'
import { isAlive } from './processes.ts'
import { ask, upgrade } from './requests.ts'
import { startSipLoad, type SipLoad } from './sip-load.ts'
import { readStore, storedHashes } from './stored.ts'
import { startSystem, type System } from './system.ts'

/** One system and one attack after the other on it, under a steady load that must not notice. */
const [directory, remove] = temporaryDirectory()
const token = 'a token of the tests, long enough'
let system: System
let load: SipLoad
let pids: readonly number[]

beforeAll(async () => {
  const answers = { perSourcePerSecond: 100_000, totalPerSecond: 1_000_000 }
  system = await startSystem(directory, { sensor: { answers } })
  await until('the feed is connected', async () => (await feedStatus()).state === 'connected')
  pids = [system.sensor.pid, system.console.pid, await system.feedPid()]
  load = await startSipLoad(system.sensor.port('udp'), 50, 'steady')
})
afterAll(remove)

const feedStatus = () => system.client.call('feed.status', {})
const health = async (): Promise<HealthReport> =>
  (await (await fetch(`${system.sensor.health}/healthz`)).json()) as HealthReport
const sensors = (): Promise<readonly SensorRow[]> => system.client.call('sensors.list', {})
const rowOf = async (url: string): Promise<SensorRow | undefined> => (await sensors()).find((row) => row.url === url)

const sound = ['OPTIONS', 'REGISTER', 'INVITE', 'BYE'].map((method) => request(method, '100'))
const cut = fc.tuple(fc.constantFrom(...sound), fc.nat()).map(([one, at]) => bytes(one.slice(0, at % one.length)))
const noise = fc.uint8Array({ minLength: 1, maxLength: 1400 })
const oversized = bytes(request('OPTIONS', '100', { 'X-Long': 'x'.repeat(60_000) }))

test('1,000 broken datagrams and 60 broken streams are stored byte for byte, and both ends count the same', async () => {
  const before = (await health()).counters
  const sample = { numRuns: 490, seed: 7 }
  const datagrams = [...fc.sample(noise, sample), ...fc.sample(cut, sample), ...Array<Uint8Array>(20).fill(oversized)]
  const socket = createSocket('udp4').bind(0, '127.0.0.21')
  await once(socket, 'listening')
  for (const [at, datagram] of datagrams.entries()) {
    await new Promise((resolve) => socket.send(datagram, system.sensor.port('udp'), '127.0.0.1', resolve))
    if (at % 20 === 19) await untilRead(system.sensor.port('udp'))
  }
  for (const stream of fc.sample(fc.oneof(noise, cut), { numRuns: 60, seed: 8 })) await tell(stream)
  const counted = async () => (await health()).counters
  await until('all are received', async () => (await counted()).received - before.received >= datagrams.length)
  await until('all are stored', async () => (await health()).spoolWaiting === 0)
  socket.close()
  expect((await counted()).malformed - before.malformed).toBeGreaterThan(500)
  const stored = storedHashes(system.data)
  expect(datagrams.filter((datagram) => !stored.has(hashOf(datagram)))).toEqual([])
})

const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

async function tell(content: Uint8Array): Promise<void> {
  const socket = connect(system.sensor.port('tcp'), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.resume().end(content)
  await once(socket, 'close')
}

test.each(hostileScripts)('a hostile sensor that says $name is cut off with a reason', async ({ say, error }) => {
  const hostile = await startHostileSensor({ say })
  const { id } = await system.client.call('sensor.add', { url: hostile.url, token })
  const ended = async () => {
    const row = await rowOf(hostile.url)
    return row !== undefined && row.state !== 'live' && row.error !== undefined && row
  }
  expect((await until('the link ended', ended)).error).toMatch(error)
  await system.client.call('sensor.remove', { id })
  await hostile.close()
})

test('1,000 random, cut and spoilt frames end their link and nothing else', async () => {
  const spoil = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 })
  const frames: readonly ((sound: Uint8Array) => Uint8Array)[] = [
    ...fc.sample(noise, { numRuns: 400, seed: 1 }).map((bytes) => () => bytes),
    ...fc
      .sample(fc.nat(), { numRuns: 300, seed: 2 })
      .map((at) => (sound: Uint8Array) => sound.slice(0, at % sound.length)),
    ...fc.sample(spoil, { numRuns: 300, seed: 3 }).map((changes) => (sound: Uint8Array) => {
      for (const [at, byte] of changes) sound[at % sound.length] = byte
      return sound
    }),
  ]
  let said = 0
  const say = (peer: HostilePeer): void => {
    peer.greet()
    peer.raw(frames[said % frames.length]!(soundFrame(peer.epoch)))
    said += 1
    peer.leave()
  }
  const hostile = await startHostileSensor({ say })
  const { id } = await system.client.call('sensor.add', { url: hostile.url, token })
  while (said < frames.length) await system.client.call('sensor.retry', { id })
  expect(await until('the link ended', async () => (await rowOf(hostile.url))?.error)).toBeTruthy()
  await system.client.call('sensor.remove', { id })
  await hostile.close()
})

test.each([
  ['a web server', 200, {}, /200/],
  ['a redirect', 302, { location: 'ws://127.0.0.1:1/' }, /302/],
  ['another protocol', 101, { upgrade: 'chat', connection: 'Upgrade' }, /.+/],
] as const)('%s in the place of a sensor is named', async (_name, status, headers, error) => {
  const server = await startWebServer(status, headers)
  const { id } = await system.client.call('sensor.add', { url: server.url, token })
  const down = async () => (await rowOf(server.url))?.error
  expect(await until('the link is down', down)).toMatch(error)
  await system.client.call('sensor.remove', { id })
  await server.close()
})

test('absurd times, addresses and counters are stored, and every view still answers', async () => {
  const hostile = await startHostileSensor({ say: sayAbsurd })
  const { id } = await system.client.call('sensor.add', { url: hostile.url, token })
  const row = await until('all is stored', async () => {
    const found = await rowOf(hostile.url)
    return found?.stored === absurdEvents.length && found
  })
  expect(row.state).toBe('live')
  const { client } = system
  const range = { from: Date.now() - 3_600_000, to: Date.now() }
  await client.call('live.rate', { range })
  await client.call('live.attackers', { range })
  await client.call('live.origins', { range })
  const { rows } = await client.call('events.page', { limit: 100, range: { from: 0, to: 1e14 } })
  expect(rows.filter(({ sensor }) => sensor === id).length).toBeGreaterThan(0)
  for (const { address } of (await client.call('sources.page', { limit: 500 })).rows) {
    if (address.length >= 2) await client.call('source.profile', { address })
    if (address.length >= 2) await client.call('source.timeline', { address })
  }
  await client.call('sensor.remove', { id })
  await hostile.close()
})

test('no call answers random parameters with an internal error', async () => {
  const changesTheHost = new Set(['demo.start', 'demo.stop'])
  const names = Object.keys(consoleContract.calls).filter((name) => !changesTheHost.has(name))
  const odd = [
    '',
    '%',
    "'; DROP TABLE event; --",
    '::ffff:1.2.3.4/200',
    '\u0000',
    '<b>',
    '1.2.3.4/33',
    '1:2:3',
    'x'.repeat(300),
  ]
  const value = fc.oneof(fc.constantFrom(...odd), fc.integer(), fc.double(), fc.constant(null), fc.array(fc.string()))
  const keys = fc.constantFrom('address', 'id', 'url', 'cursor', 'limit', 'range', 'value', 'text', 'name', 'sources')
  const near = fc.dictionary(
    fc.oneof(keys, fc.constantFrom('reason', 'duration', 'number', 'source', 'note', 'token')),
    value,
  )
  const internal: unknown[] = []
  for (const [at, name] of names.entries()) {
    for (const params of fc.sample(fc.oneof(near, fc.jsonValue()), { numRuns: 40, seed: at })) {
      const call = system.client.call(name as 'app.info', params as Record<string, never>)
      const error: unknown = await call.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      if (error instanceof RpcError && error.code === 'internal') internal.push({ name, params })
    }
  }
  expect(internal).toEqual([])
  const unknown = system.client.call('__proto__' as 'app.info', {})
  await expect(unknown).rejects.toMatchObject({ code: 'not-found' })
})

test('wrong tokens, foreign Host and foreign Origin are refused at every door, and the right ones still open', async () => {
  const { origin } = system.console
  const feed = (await feedStatus()).url ?? ''
  const link = system.sensor.link.replace('ws:', 'http:')
  const [evil, wrong] = ['http://attacker.example', 'Bearer of a token that was guessed']
  const rpc = upgrade(rpcProtocol)
  const stream = upgrade(ledgerSubprotocol)
  const doors: readonly (readonly [number, Promise<{ status: number }>])[] = [
    [403, ask(origin, { host: 'attacker.example' })],
    [403, ask(origin + sessionPath, { origin: evil }, 'POST', JSON.stringify({ token }))],
    [401, ask(origin + sessionPath, { origin }, 'POST', JSON.stringify({ token }))],
    [401, ask(origin + rpcPath, { ...rpc, origin })],
    [403, ask(origin + rpcPath, { ...rpc, origin: evil })],
    [403, ask(origin + rpcPath, { ...rpc, origin, host: 'attacker.example' })],
    [401, ask(`${feed}/ledger/info`)],
    [401, ask(`${feed}/ledger/info`, { authorization: wrong })],
    [403, ask(`${feed}/ledger/info`, { authorization: wrong, origin: evil })],
    [403, ask(`${feed}/ledger/info`, { authorization: wrong, host: 'attacker.example' })],
    [401, ask(`${feed}/ledger/stream`, { ...stream, authorization: wrong })],
    [403, ask(`${feed}/ledger/stream`, { ...stream, origin: evil })],
    [403, ask(`${feed}/api/guessed/banned`)],
    [403, ask(`${system.sensor.health}/healthz`, { host: 'attacker.example' })],
    [403, ask(link, { ...upgrade(sensorSubprotocol), origin: evil })],
    [101, ask(link, upgrade(sensorSubprotocol))],
    [200, ask(origin)],
    [200, ask(`${system.sensor.health}/healthz`)],
  ]
  const statuses = await Promise.all(doors.map(async ([, answer]) => (await answer).status))
  expect(statuses).toEqual(doors.map(([expected]) => expected))
  expect((await system.client.call('app.info', {})).store.state).toBe('ok')
  expect((await feedStatus()).state).toBe('connected')
})

test('consoles of strangers, however many, neither learn anything nor push ours out', async () => {
  const before = (await health()).counters
  const strangers = await Promise.all(Array.from({ length: 30 }, () => openLink(system.sensor.link, newConsoleId())))
  for (const stranger of strangers) stranger.auth('a token that was guessed')
  await Promise.all(strangers.map((stranger) => stranger.until(({ closed }) => closed !== undefined)))
  expect(new Set(strangers.flatMap(({ frames }) => frames.map(({ type }) => type)))).toEqual(
    new Set(['hello', 'refused']),
  )
  expect((await health()).counters.linkRefused - before.linkRefused).toBe(30)
  expect((await health()).consoles).toBe(1)
})

test('nobody fell, the steady load never noticed, and what is stored agrees', async () => {
  await load.stop()
  await until('all is stored', async () => (await health()).spoolWaiting === 0)
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([])
  expect(await system.feedPid()).toBe(pids[2])
  const [own] = await sensors()
  expect(own).toMatchObject({ state: 'live', gaps: [] })
  await system.stop()
  const { received, missing, lost } = readStore(system.data)
  expect(load.answered.size).toBeGreaterThan(100)
  expect([...load.answered].filter((callId) => received.get(callId)?.length !== 1)).toEqual([])
  expect({ missing, lost }).toEqual({ missing: 0, lost: 0 })
  const store = openStore({ directory: system.data })
  const { kept, counted } = recount(store)
  store.close()
  // Seconds are kept for two hours alone, and some of the absurd events are older.
  expect({ ...kept, seconds: [] }).toEqual({ ...counted, seconds: [] })
  expect((await runFeed('--config', join(system.data, 'feed', 'feed.yaml'), '--verify')).code).toBe(0)
})
