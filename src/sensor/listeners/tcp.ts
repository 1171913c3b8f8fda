import { createServer, type Socket } from 'node:net'
import { listening } from '../listening.ts'
import { originOf } from '../guard/origin.ts'
import { withoutScope, type Listen, type Listener, type ListenerContext } from './listener.ts'
import { serveConnection } from './tcp-connection.ts'

const mostConnections = 512
/** An IPv6 site has a /64 to itself, and so counts as one address. */
const mostPerOrigin = 32

/** @throws when the address cannot be bound. */
export async function listenTcp(listen: Listen, context: ListenerContext): Promise<Listener> {
  /** By when they last said something whole, the longest silent first. */
  const open = new Map<Socket, string>()
  // Half open, because an answer is written a moment after its request, when the peer may have ended its side already.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const origin = originOf(withoutScope(socket.remoteAddress ?? ''))
    const sameOrigin = [...open.values()].filter((other) => other === origin).length
    // All demo origins share one loopback address.
    if (sameOrigin >= mostPerOrigin && !context.demo) return refuse(socket, context)
    if (open.size >= mostConnections) makeRoom(open, context)
    const keepLast = () => {
      if (open.delete(socket)) open.set(socket, origin)
    }
    open.set(socket, origin)
    socket.on('close', () => open.delete(socket))
    serveConnection(socket, { ...context, receive: (inbound) => (keepLast(), context.receive(inbound)) })
  })
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

/** Whoever holds connections open without a word must not keep the next attacker out. */
function makeRoom(open: Map<Socket, string>, context: ListenerContext): void {
  const [silent] = open.keys()
  if (silent === undefined) return
  open.delete(silent)
  refuse(silent, context)
}

function refuse(socket: Socket, context: ListenerContext): void {
  context.counters.tcpRefused += 1
  socket.on('error', () => socket.destroy())
  socket.destroy()
}
