import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Closes connections on which something has waited to be taken for longer than `patience` milliseconds, all the time:
 * a reader that takes nothing, or a byte now and then, would keep its connection from others for ever. Looked at now and
 * then instead of timed for each answer, so that those who read pay nothing for it.
 * @returns what ends it.
 */
export function dropStuckReaders({ server, scheme }: Web, patience: number): () => void {
  const open = new Set<Socket>()
  const waitingSince = new WeakMap<Socket, number>()
  server.on(scheme === 'https' ? 'secureConnection' : 'connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const look = (socket: Socket, now: number): void => {
    if (socket.writableLength === 0) waitingSince.delete(socket)
    else if (now - (waitingSince.get(socket) ?? now) >= patience) socket.destroy()
    else if (!waitingSince.has(socket)) waitingSince.set(socket, now)
  }
  const looking = setInterval(() => {
    const now = performance.now()
    for (const socket of open) look(socket, now)
  }, patience / 10).unref()
  return () => clearInterval(looking)
}

interface Web {
  readonly server: Server
  readonly scheme: 'http' | 'https'
}
