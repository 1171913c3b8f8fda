import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { encodeProxyHeader } from '../../src/contract/wire/proxy-header.ts'

/**
 * Lets real SIP tools on loopback appear to a sensor in demo mode as if they came from `source`: each datagram gets a
 * PROXY v2 header on its way, answers go back untouched. The address is only data; no packet ever leaves loopback.
 * @param change what becomes of each datagram on its way, for tools that would lie about their name.
 */
export async function startForgingRelay(
  target: number,
  source: string,
  change: (datagram: Buffer) => Buffer = (datagram) => datagram,
): Promise<{ port: number; stop(): void }> {
  const front = await bound()
  const backs = new Map<number, Promise<Socket>>()

  const openBack = async (client: number): Promise<Socket> => {
    const back = await bound()
    back.on('message', (answer) => front.send(answer, client, '127.0.0.1'))
    return back
  }
  front.on('message', (datagram, from) => {
    const header = encodeProxyHeader({
      source,
      sourcePort: from.port,
      destination: '127.0.0.1',
      destinationPort: target,
      transport: 'udp',
    })
    const back = backs.get(from.port) ?? openBack(from.port)
    backs.set(from.port, back)
    void back.then((socket) => socket.send(Buffer.concat([header, change(datagram)]), target, '127.0.0.1'))
  })
  return {
    port: front.address().port,
    stop: () => {
      front.close()
      for (const back of backs.values()) void back.then((socket) => socket.close())
    },
  }
}

async function bound(): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return socket
}
