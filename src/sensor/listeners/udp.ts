import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decodeProxyHeader } from '../../contract/wire/proxy-header.ts'
import { messageOf } from '../atomic-file.ts'
import { kernelDrops } from './kernel-drops.ts'
import { withoutScope, type Listen, type Listener, type ListenerContext } from './listener.ts'

/** Room for half a minute of a default scanner while the disk stalls; the system may grant less. */
const receiveBuffer = 8 * 1024 * 1024

/** @throws when the address cannot be bound. */
export async function listenUdp(listen: Listen, context: ListenerContext): Promise<Listener> {
  const family = listen.address.includes(':') ? 'udp6' : 'udp4'
  const socket = createSocket({ type: family, ipv6Only: family === 'udp6' })
  socket.bind(listen.port, listen.address)
  await once(socket, 'listening')
  widen(socket, context)
  const bound: Listen = { ...listen, port: socket.address().port }
  socket.on('message', (datagram, from) => take(socket, bound, context, datagram, from))
  socket.on('error', (error) => context.log.error({ reason: error.message, listen: bound }, 'UDP listener'))
  return {
    bound,
    kernelDrops: () => kernelDrops(bound.address, bound.port),
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

function widen(socket: Socket, { log }: ListenerContext): void {
  try {
    socket.setRecvBufferSize(receiveBuffer)
  } catch (error) {
    log.warn({ reason: messageOf(error) }, 'receive buffer stays at its default')
  }
  log.debug({ bytes: socket.getRecvBufferSize() }, 'receive buffer')
}

function take(socket: Socket, bound: Listen, context: ListenerContext, datagram: Buffer, from: RemoteInfo): void {
  const proxied = context.demo ? decodeProxyHeader(datagram) : undefined
  const { header, length } = proxied ?? { header: undefined, length: 0 }
  context.receive({
    bytes: datagram.subarray(length),
    transport: 'udp',
    remote: { address: header?.source ?? withoutScope(from.address), port: header?.sourcePort ?? from.port },
    local: { address: header?.destination ?? bound.address, port: header?.destinationPort ?? bound.port },
    ...(header?.timeUs === undefined ? {} : { timeUs: header.timeUs }),
    reply: (bytes, onSent) => send(socket, context, bytes, from, onSent),
  })
}

/** Always to the very address and port that the datagram came from, never to what a Via or Contact says. */
function send(socket: Socket, context: ListenerContext, bytes: Uint8Array, to: RemoteInfo, onSent: () => void): void {
  // Nobody can be heard on port 0; the system refuses to send there.
  if (to.port === 0) return
  socket.send(bytes, to.port, to.address, (error) => {
    if (error === null) onSent()
    else context.counters.sendErrors += 1
  })
}
