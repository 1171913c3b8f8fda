import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: Uint8Array
}

/** A request, and what must be answered to the byte. */
export interface Expected extends Answer {
  readonly path: string
}

/** Requests on their way at one time, each on a connection of its own that is kept. */
const connections = 64

/**
 * Sends `count` requests and holds every answer against what was expected: of each its status and length, of one in a
 * hundred every byte, so that this program waits for the server and not the other way round.
 *
 * @returns milliseconds. @throws Error at the first answer that is another one.
 */
export async function drive(url: string, count: number, next: () => Expected): Promise<number> {
  const { hostname, port } = new URL(url)
  const sockets = await Promise.all(Array.from({ length: connections }, () => opened(Number(port), hostname)))
  let left = count
  const more = (): Expected | undefined => (left-- > 0 ? next() : undefined)
  try {
    const began = performance.now()
    await Promise.all(sockets.map((socket) => converse(socket, more)))
    return performance.now() - began
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

/** @returns what is answered to one request. */
export async function ask(url: string, path: string): Promise<Answer> {
  const response = await fetch(new URL(path, url))
  return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) }
}

function opened(port: number, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function converse(socket: Socket, more: () => Expected | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let awaited: Expected | undefined
    let held: Buffer | undefined
    let asked = 0
    const go = (): void => {
      held = undefined
      awaited = more()
      if (!awaited) return resolve()
      asked += 1
      socket.write(`GET ${awaited.path} HTTP/1.1\r\nHost: feed\r\nUser-Agent: Go-http-client/1.1\r\n\r\n`)
    }
    socket.on('data', (part) => {
      held = held ? Buffer.concat([held, part]) : part
      const end = held.indexOf('\r\n\r\n')
      if (!awaited || end < 0 || held.length < end + 4 + awaited.body.length) return
      const fault = faultOf(held, end, awaited, asked % 100 === 1)
      if (fault === undefined) go()
      else reject(new Error(`${awaited.path}: ${fault}`))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    go()
  })
}

function faultOf(got: Buffer, end: number, { status, body }: Expected, whole: boolean): string | undefined {
  if (Number(got.toString('latin1', 9, 12)) !== status) return `status ${got.toString('latin1', 9, 12)}`
  if (got.length !== end + 4 + body.length) return `${got.length - end - 4} bytes, not ${body.length}`
  return whole && !got.subarray(end + 4).equals(body) ? 'other bytes' : undefined
}
