import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeFrame } from '../../src/contract/wire/codec.ts'
import type { FromSensor, SensorHello, WireEvent } from '../../src/contract/wire/frames.ts'
import { sensorSubprotocol, wireVersion } from '../../src/contract/wire/limits.ts'

/** What a sensor that was taken over may say, from the moment a console has dialled it. */
export interface HostileScript {
  readonly name: string
  readonly say: (peer: HostilePeer) => void
  /** In the console's words about the link. */
  readonly error: RegExp
}

export interface HostilePeer {
  readonly epoch: string
  /** A frame as it should be or not. */
  readonly wrong: (frame: unknown) => void
  readonly raw: (data: Uint8Array | string) => void
  readonly hello: (changes?: Partial<SensorHello>) => void
  /** Hello and welcome, as a sensor in good health. */
  readonly greet: () => void
  readonly leave: () => void
}

export interface HostileSensor {
  readonly url: string
  close(): Promise<void>
}

export async function startHostileSensor({ say }: Pick<HostileScript, 'say'>): Promise<HostileSensor> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => sensorSubprotocol })
  await once(server, 'listening')
  const identity = randomBytes(32).toString('hex')
  server.on('connection', (socket) => {
    socket.on('error', () => undefined)
    say(peerOf(socket, identity))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}/`,
    close: async () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Something that speaks HTTP, but is no sensor. */
export async function startWebServer(status: number, headers: Record<string, string>): Promise<HostileSensor> {
  const server: Server = createServer()
  server.on('upgrade', (_request, socket) => {
    socket.on('error', () => undefined)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.end(`HTTP/1.1 ${status} Whatever\r\n${lines.join('')}Content-Length: 0\r\n\r\n`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}/`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function peerOf(socket: WebSocket, identity: string): HostilePeer {
  const epoch = randomBytes(8).toString('hex')
  const raw = (data: Uint8Array | string): void => socket.send(data)
  const wrong = (frame: unknown): void => raw(encodeFrame(frame as FromSensor))
  const hello = (changes: Partial<SensorHello> = {}): void => wrong({ ...helloOf(identity, epoch), ...changes })
  const greet = (): void => {
    hello()
    wrong({ type: 'welcome' })
  }
  return { epoch, raw, wrong, hello, greet, leave: () => socket.close() }
}

const helloOf = (sensor: string, epoch: string): SensorHello => ({
  type: 'hello',
  version: wireVersion,
  sensor,
  name: 'Taken over',
  region: 'Lab',
  location: { place: 'Lab', country: 'DE', latitude: 50, longitude: 8 },
  zone: 'Europe/Berlin',
  software: 'hostile',
  epoch,
  first: 1,
  last: 0,
  clock: Date.now() * 1000,
  challenge: randomBytes(32),
})

const sip = (at: number): Uint8Array =>
  Buffer.from(`OPTIONS sip:100@127.0.0.1 SIP/2.0\r\nCall-ID: hostile-${at}\r\nCSeq: 1 OPTIONS\r\n\r\n`)
const event = (at: number, address = '198.51.100.1', time = Date.now() * 1000): WireEvent => [
  ...([time, 0, address, 5060, '192.0.2.1', 5060, 0, 0] as const),
  sip(at),
]
const many = (count: number): WireEvent[] => Array.from({ length: count }, (_, at) => event(at))
/** More than any number of a real sensor: the largest that JavaScript counts without a mistake. */
const last = Number.MAX_SAFE_INTEGER

export const hostileScripts: readonly HostileScript[] = [
  { name: 'noise', say: ({ raw }) => raw(randomBytes(500)), error: /bad frame|not CBOR/ },
  { name: 'nothing', say: ({ raw }) => raw(new Uint8Array(0)), error: /bad frame|not CBOR/ },
  { name: 'text', say: ({ raw }) => raw('{"type":"hello"}'), error: /not a binary message/ },
  { name: 'a giant', say: ({ raw }) => raw(new Uint8Array(1024 * 1024 + 1)), error: /frame/ },
  { name: 'nesting', say: ({ raw }) => raw(new Uint8Array(1024 * 1024).fill(0x81)), error: /not CBOR/ },
  { name: 'a promise of 2^64 items', say: ({ raw }) => raw(Buffer.from('9bffffffffffffffff', 'hex')), error: /CBOR/ },
  { name: 'an unknown type', say: ({ wrong }) => wrong({ type: 'shutdown' }), error: /bad frame: type/ },
  { name: 'welcome first', say: ({ wrong }) => wrong({ type: 'welcome' }), error: /welcome before hello/ },
  { name: 'an old version', say: ({ hello }) => hello({ version: 0 as 1 }), error: /bad frame: version/ },
  { name: 'a place off the map', say: ({ hello }) => hello(offTheMap), error: /bad frame: location/ },
  { name: 'two hellos', say: ({ hello }) => [hello(), hello()], error: /hello twice/ },
  {
    name: 'events before welcome',
    say: (peer) => [peer.hello(), events(peer, 1, [event(1)])],
    error: /before welcome/,
  },
  {
    name: 'a foreign epoch',
    say: (peer) => greeted(peer, () => events({ ...peer, epoch: 'f'.repeat(16) }, 1, [event(1)])),
    error: /epoch/,
  },
  { name: 'no events', say: (peer) => greeted(peer, () => events(peer, 1, [])), error: /bad frame: events/ },
  {
    name: 'an event of words',
    say: (peer) => greeted(peer, () => events(peer, 1, ['x' as never])),
    error: /bad frame: events/,
  },
  {
    name: 'event number 0',
    say: (peer) => greeted(peer, () => events(peer, 0, [event(1)])),
    error: /bad frame: first/,
  },
  {
    name: 'numbers without end',
    say: (peer) => greeted(peer, () => events(peer, last, many(5))),
    error: /bad frame: first/,
  },
  { name: 'a gap backwards', say: (peer) => greeted(peer, () => gap(peer, 9, 3)), error: /gap from 9 to 3/ },
  { name: 'a gap of everything', say: (peer) => greeted(peer, () => gap(peer, 1, last)), error: /bad frame: to/ },
  { name: 'a flood', say: (peer) => greeted(peer, () => flood(peer)), error: /granted/ },
]

const offTheMap = { location: { place: 'Lab', country: 'DE', latitude: 5000, longitude: 8 } }

function greeted(peer: HostilePeer, then: () => void): void {
  peer.greet()
  then()
}

const events = ({ wrong, epoch }: HostilePeer, first: number, batch: readonly WireEvent[]): void =>
  wrong({ type: 'events', epoch, first, events: batch })
const gap = ({ wrong, epoch }: HostilePeer, from: number, to: number): void =>
  wrong({ type: 'gap', epoch, from, to, reason: 'disk' })

/** Without a look at its credit. */
function flood(peer: HostilePeer): void {
  const batch = many(2000)
  for (let first = 1; first < 40_000; first += batch.length) events(peer, first, batch)
}

/** A sound frame of events as bytes, for a test to spoil. */
export const soundFrame = (epoch: string): Uint8Array =>
  encodeFrame({ type: 'events', epoch, first: 1, events: many(3) })

/** Within the rules, but as far out as they allow; the console must store it and go on. */
export const absurdEvents: readonly WireEvent[] = [
  event(1, '198.51.100.2', 0),
  event(2, '198.51.100.2', last),
  event(3, '::'),
  event(4, '<script>alert(1)</script>'),
  event(5, '999.999.999.999'),
  event(6, 'fe80::1%eth0'),
  event(7, '\u0000\u202e\ud800 %s'),
  [0, 2, '::ffff:192.0.2.9', 0, '..', 0, 1, 3, randomBytes(64 * 1024)],
  [last, 0, '198.51.100.3', 65_535, '::1', 65_535, 0, 0, new Uint8Array(0)],
]

export function sayAbsurd(peer: HostilePeer): void {
  greeted(peer, () => events(peer, 1, absurdEvents))
  peer.wrong({ type: 'status', clock: last, counters: absurdCounters })
}

const absurdCounters = {
  received: last,
  answered: last,
  throttled: 0,
  malformed: last,
  spoolBytes: last,
  spoolWaiting: last,
  spoolError: '<b>\u001b[31m',
}
