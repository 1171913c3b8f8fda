import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeProxyHeader } from '../../src/contract/wire/proxy-header.ts'
import { demoSensors } from '../../src/demo/honeynet.ts'
import { actors } from '../../src/demo/traffic/actors/all.ts'
import { createRandom } from '../../src/demo/traffic/random.ts'

const tickMs = 5

/** The demo's attackers in turn, as datagrams with their origins in front. */
function* datagrams(): Generator<Uint8Array, never> {
  const [target] = demoSensors
  const players = Object.entries(actors).map(([name, actor]) =>
    actor({ targets: [target], random: createRandom(`bench/${name}`) }),
  )
  for (;;) {
    for (const player of players) {
      const { origin, bytes } = player.next().value.attempt
      const destination = origin.address.includes(':') ? target.address6 : target.address
      const header = encodeProxyHeader({
        transport: 'udp',
        source: origin.address,
        sourcePort: origin.port,
        destination,
        destinationPort: 5060,
      })
      yield Buffer.concat([header, bytes])
    }
  }
}

/** Sends so many messages a second for so long. @returns when each was sent, ms since 1970. */
export async function sendLoad(port: number, rate: number, seconds: number): Promise<number[]> {
  const socket = createSocket('udp4')
  socket.connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const messages = datagrams()
  const sentAt: number[] = []
  const start = Date.now()
  for (let due = 0; due < rate * seconds; await sleep(tickMs)) {
    due = Math.min(rate * seconds, Math.floor(((Date.now() - start) * rate) / 1000))
    while (sentAt.length < due) {
      socket.send(messages.next().value)
      sentAt.push(Date.now())
    }
  }
  socket.close()
  return sentAt
}
