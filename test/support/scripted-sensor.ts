import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { decodeFromConsole, encodeFrame } from '../../src/contract/wire/codec.ts'
import type { FromSensor, SensorHello, WireEvent } from '../../src/contract/wire/frames.ts'
import { sensorSubprotocol, wireVersion } from '../../src/contract/wire/limits.ts'

/** The sensor's end of the link under a test's control: for what a sensor in good health never does. */
export interface ScriptedSensor {
  readonly url: string
  readonly port: number
  identity: string
  epoch: string
  /** What it holds; the first has sequence 1. */
  events: readonly WireEvent[]
  /** Highest sequence that a console acknowledged. */
  acked: number
  connections: number
  /** What it says of itself, beside its identity. */
  about: Partial<SensorHello>
  /** Turns the console away with these words. */
  refusal: string | undefined
  send(frame: FromSensor): void
  sendRaw(bytes: Uint8Array): void
  close(): Promise<void>
}

const frameEvents = 200

/** @param port 0 for any; a test that changes the sensor behind one address asks for the same again. */
export async function startScriptedSensor(port = 0): Promise<ScriptedSensor> {
  const server = new WebSocketServer({ host: '127.0.0.1', port, handleProtocols: () => sensorSubprotocol })
  await once(server, 'listening')
  const address = server.address() as AddressInfo
  let current: WebSocket | undefined
  const sensor: ScriptedSensor = {
    url: `ws://127.0.0.1:${address.port}/`,
    port: address.port,
    identity: randomBytes(32).toString('hex'),
    epoch: randomBytes(8).toString('hex'),
    events: [],
    acked: 0,
    connections: 0,
    about: {},
    refusal: undefined,
    send: (frame) => current?.send(encodeFrame(frame)),
    sendRaw: (bytes) => current?.send(bytes),
    close: async () => {
      for (const socket of server.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
  server.on('connection', (socket) => {
    current = socket
    sensor.connections += 1
    socket.on('error', () => undefined)
    serve(sensor, socket)
  })
  return sensor
}

function serve(sensor: ScriptedSensor, socket: WebSocket): void {
  const send = (frame: FromSensor): void => socket.send(encodeFrame(frame))
  let next = 0
  let credit = 0
  const pump = (): void => {
    while (credit > 0 && next > 0 && next <= sensor.events.length && socket.readyState === socket.OPEN) {
      const events = sensor.events.slice(next - 1, next - 1 + Math.min(frameEvents, credit))
      send({ type: 'events', epoch: sensor.epoch, first: next, events })
      next += events.length
      credit -= events.length
    }
  }
  send(helloOf(sensor))
  socket.on('message', (data) => {
    const frame = decodeFromConsole(data as Buffer)
    if (frame.type === 'auth' && sensor.refusal !== undefined)
      return send({ type: 'refused', code: 'busy', message: sensor.refusal })
    if (frame.type === 'auth') send({ type: 'welcome' })
    if (frame.type === 'ack') sensor.acked = Math.max(sensor.acked, frame.sequence)
    if (frame.type === 'resume') {
      next = frame.epoch === sensor.epoch ? frame.last + 1 : 1
      credit = frame.credit
    }
    if (frame.type === 'credit') credit += frame.events
    pump()
  })
}

function helloOf({ identity, epoch, events, about }: ScriptedSensor): FromSensor {
  return {
    type: 'hello',
    version: wireVersion,
    sensor: identity,
    name: 'Scripted',
    region: 'Lab',
    location: { place: 'Lab', country: 'DE', latitude: 50, longitude: 8 },
    zone: 'Europe/Berlin',
    software: 'scripted',
    epoch,
    first: 1,
    last: events.length,
    clock: Date.now() * 1000,
    challenge: randomBytes(32),
    ...about,
  }
}
