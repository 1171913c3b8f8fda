import { connect } from 'node:net'

export interface CrowdAnswer {
  readonly status: number
  readonly body: string
}

/** One subscriber on one connection, with as little of its own as ten thousand of them need. */
export interface CrowdClient {
  /** @throws when the connection ends before the answer is whole. */
  get(path: string, headers?: string): Promise<CrowdAnswer>
  close(): void
}

export function openClient(url: string): CrowdClient {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  let got: Buffer = Buffer.alloc(0)
  let waiting: { resolve(answer: CrowdAnswer): void; reject(error: Error): void } | undefined
  const settle = (): void => {
    const answer = waiting && takeAnswer(got)
    if (!answer) return
    got = got.subarray(answer.length)
    waiting?.resolve(answer)
    waiting = undefined
  }
  const fail = (why: string): void => {
    waiting?.reject(new Error(`${why} behind ${got.byteLength} bytes of an answer`))
    waiting = undefined
  }
  socket.on('data', (part: Buffer) => {
    got = got.byteLength === 0 ? part : Buffer.concat([got, part])
    settle()
  })
  socket.on('error', (error) => fail(error.message))
  socket.on('close', () => fail('the connection was closed'))
  return {
    get: (path, headers = '') =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers}\r\n`)
      }),
    close: () => socket.destroy(),
  }
}

function takeAnswer(got: Buffer): (CrowdAnswer & { readonly length: number }) | undefined {
  const end = got.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = got.toString('latin1', 0, end)
  const size = Number(/^content-length: (\d+)/im.exec(head)?.[1])
  const length = end + 4 + size
  if (got.byteLength < length) return undefined
  return { status: Number(head.slice(9, 12)), body: got.toString('utf8', end + 4, length), length }
}
