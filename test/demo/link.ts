import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import WebSocket from 'ws'
import { decodeFromSensor, encodeFrame } from '../../src/contract/wire/codec.ts'
import type { FromConsole, SensorHello, WireEvent } from '../../src/contract/wire/frames.ts'
import { sensorSubprotocol, wireVersion } from '../../src/contract/wire/limits.ts'

/** Reads a sensor's events from the beginning, by the protocol that every console speaks. */
export async function readLink(url: string, token: string) {
  const socket = new WebSocket(url, sensorSubprotocol)
  const events: WireEvent[] = []
  const hello = Promise.withResolvers<SensorHello>()
  const send = (frame: FromConsole): void => socket.send(encodeFrame(frame))
  socket.on('message', (data: Buffer) => {
    const frame = decodeFromSensor(data)
    if (frame.type === 'hello') {
      const proof = createHmac('sha256', token).update(frame.challenge).digest()
      send({ type: 'auth', version: wireVersion, console: randomBytes(16).toString('hex'), proof })
      hello.resolve(frame)
    }
    if (frame.type === 'welcome') send({ type: 'resume', epoch: '', last: 0, credit: 100_000 })
    if (frame.type === 'events') events.push(...frame.events)
  })
  await once(socket, 'open')
  return {
    hello: await hello.promise,
    events,
    close: async () => {
      socket.close()
      await once(socket, 'close')
    },
  }
}
