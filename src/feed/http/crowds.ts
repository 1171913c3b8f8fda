import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { parseNetwork } from '../../contract/ledger/address.ts'

/**
 * Lets one place hold `most` connections, so that one machine that opens them and says nothing cannot keep everybody
 * else out. A place is an IPv4 address or what one customer is given of IPv6, a /64. This machine itself is no place: a
 * proxy with TLS speaks from it for everybody.
 */
export function limitCrowds(server: Server, most: number): void {
  const open = new Map<string, number>()
  const leave = (place: string): void => {
    const left = (open.get(place) ?? 0) - 1
    if (left > 0) open.set(place, left)
    else open.delete(place)
  }
  // On a TLS server too this is the bare connection, before anything is spent on it.
  server.on('connection', (socket: Socket) => {
    const place = placeOf(socket.remoteAddress ?? '')
    if (place === undefined) return
    const count = (open.get(place) ?? 0) + 1
    open.set(place, count)
    socket.once('close', () => leave(place))
    if (count > most) socket.destroy()
  })
}

function placeOf(address: string): string | undefined {
  const text = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (text === '127.0.0.1' || text === '::1') return undefined
  const bytes = parseNetwork(text)?.bytes
  return bytes?.slice(0, bytes.length === 4 ? 4 : 8).join('.')
}
