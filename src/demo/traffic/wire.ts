import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { encodeProxyHeader } from '../../contract/wire/proxy-header.ts'
import type { Attempt, Target } from './actor.ts'
import type { Planned } from './outbox.ts'

/** Where a sensor really listens: always loopback. */
interface Listener {
  readonly address: string
  readonly port: number
}

interface WireTarget extends Target {
  readonly udp: Listener
  readonly tcp: Listener
}

/** Real SIP on real sockets; only the origin is forged, by a header that sensors accept in demo mode alone. */
export interface Wire {
  send(planned: Planned): void
  close(): void
}

const receiveBuffer = 1024 * 1024
/** A TCP attacker reads our answer, or gives up. */
const connectionMs = 1500
const mostConnections = 16

/** @param onAnswer gets each datagram that a sensor sends back. */
export async function openWire(
  targets: readonly WireTarget[],
  onAnswer: (target: string, bytes: Uint8Array) => void,
): Promise<Wire> {
  const sockets = new Map<string, Socket>()
  for (const target of targets) sockets.set(target.name, await openSocket(target, onAnswer))
  const streams = createStreams(new Map(targets.map((target) => [target.name, target.tcp])))
  return {
    send(planned) {
      const bytes = withOrigin(planned)
      const { transport, target } = planned.attempt
      if (transport === 'tcp') streams.send(target.name, bytes)
      else sockets.get(target.name)?.send(bytes)
    },
    close() {
      for (const socket of sockets.values()) socket.close()
      streams.close()
    },
  }
}

async function openSocket(target: WireTarget, onAnswer: (target: string, bytes: Uint8Array) => void): Promise<Socket> {
  const socket = createSocket('udp4')
  // A sensor that is just being restarted answers with "port unreachable"; the attackers go on all the same.
  socket.on('error', () => undefined)
  socket.on('message', (bytes) => onAnswer(target.name, bytes))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.connect(target.udp.port, target.udp.address)
  await once(socket, 'connect')
  socket.setRecvBufferSize(receiveBuffer)
  return socket
}

function createStreams(listeners: ReadonlyMap<string, Listener>) {
  const open = new Set<ReturnType<typeof connect>>()
  return {
    send(target: string, bytes: Uint8Array): void {
      const listener = listeners.get(target)
      if (!listener || open.size >= mostConnections) return
      const socket = connect(listener.port, listener.address)
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
      socket.setTimeout(connectionMs, () => socket.destroy())
      socket.on('data', () => socket.end())
      socket.write(bytes)
    },
    close(): void {
      for (const socket of open) socket.destroy()
    },
  }
}

const sipPort = 5060

/** The message behind the header that says where it comes from and when. */
function withOrigin({ attempt, timeUs }: Planned): Uint8Array {
  const header = encodeProxyHeader({
    transport: attempt.transport,
    source: attempt.origin.address,
    sourcePort: attempt.origin.port,
    destination: destinationOf(attempt),
    destinationPort: sipPort,
    ...(timeUs === undefined ? {} : { timeUs }),
  })
  return Buffer.concat([header, attempt.bytes])
}

const destinationOf = ({ origin, target }: Attempt): string =>
  origin.address.includes(':') ? target.address6 : target.address
