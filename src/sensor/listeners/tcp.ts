import { createServer, type Socket } from 'node:net'
import { listening } from '../listening.ts'
import type { Listen, Listener, ListenerContext } from './listener.ts'
import { serveConnection } from './tcp-connection.ts'

const mostConnections = 512
const mostPerAddress = 32

/** @throws when the address cannot be bound. */
export async function listenTcp(listen: Listen, context: ListenerContext): Promise<Listener> {
  const open = new Map<Socket, string>()
  // Half open, because an answer is written a moment after its request, when the peer may have ended its side already.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const address = socket.remoteAddress ?? ''
    const sameAddress = [...open.values()].filter((other) => other === address).length
    // All demo origins share one loopback address.
    if (sameAddress >= mostPerAddress && !context.demo) return refuse(socket, context)
    open.set(socket, address)
    socket.on('close', () => open.delete(socket))
    serveConnection(socket, context)
  })
  server.maxConnections = mostConnections
  server.on('drop', () => (context.counters.tcpRefused += 1))
  server.listen({ port: listen.port, host: listen.address, ipv6Only: true })
  const bound: Listen = { ...listen, port: (await listening(server)).port }
  server.on('error', (error) => context.log.error({ reason: error.message, listen: bound }, 'TCP listener'))
  return {
    bound,
    kernelDrops: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open.keys()) socket.destroy()
      }),
  }
}

function refuse(socket: Socket, context: ListenerContext): void {
  context.counters.tcpRefused += 1
  socket.on('error', () => socket.destroy())
  socket.destroy()
}
