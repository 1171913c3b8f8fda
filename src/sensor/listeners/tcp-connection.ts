import type { Socket } from 'node:net'
import { decodeProxyHeader, proxyHeaderLength, type ProxyHeader } from '../../contract/wire/proxy-header.ts'
import { createStreamFramer, type StreamFramer } from '../../sip/stream/framer.ts'
import { withoutScope, type ListenerContext } from './listener.ts'

const idleMs = 60_000
/** A peer that sends and does not read is cut off. */
const mostUnsent = 256 * 1024

/** Cuts one TCP stream into messages. What a broken or ended stream leaves over is handed in as it is. */
export function serveConnection(socket: Socket, context: ListenerContext): void {
  const connection = new Connection(socket, context)
  socket.setNoDelay(true)
  socket.setTimeout(idleMs, () => socket.destroy())
  socket.on('data', (chunk) => connection.push(chunk))
  socket.on('error', () => socket.destroy())
  socket.on('end', () => connection.end(() => socket.end()))
  socket.on('close', () => connection.end(() => undefined))
}

class Connection {
  readonly #socket: Socket
  readonly #context: ListenerContext
  readonly #framer: StreamFramer = createStreamFramer()
  readonly #remote: { address: string; port: number }
  readonly #local: { address: string; port: number }
  /** Bytes that may still turn out to be a PROXY header; undefined once that is settled. */
  #opening: Buffer | undefined
  #proxied: ProxyHeader | undefined

  constructor(socket: Socket, context: ListenerContext) {
    this.#socket = socket
    this.#context = context
    this.#opening = context.demo ? Buffer.alloc(0) : undefined
    this.#remote = { address: withoutScope(socket.remoteAddress ?? '::'), port: socket.remotePort ?? 0 }
    this.#local = { address: withoutScope(socket.localAddress ?? '::'), port: socket.localPort ?? 0 }
  }

  push(chunk: Buffer): void {
    const bytes = this.#opening === undefined ? chunk : this.#open(this.#opening, chunk)
    for (const message of this.#framer.push(bytes)) this.#hand(message)
    if (this.#framer.broken) this.#context.whenRecorded(() => this.#socket.end())
  }

  /** @param then runs when what was left over is answered too. */
  end(then: () => void): void {
    if (this.#opening !== undefined) this.#framer.push(this.#settle(this.#opening))
    const rest = this.#framer.end()
    if (rest !== undefined) this.#hand(rest)
    this.#context.whenRecorded(then)
  }

  #open(before: Buffer, chunk: Buffer): Buffer {
    const bytes = Buffer.concat([before, chunk])
    const length = proxyHeaderLength(bytes)
    if (length === 'more' || (length !== undefined && bytes.length < length)) {
      this.#opening = bytes
      return Buffer.alloc(0)
    }
    const found = decodeProxyHeader(bytes)
    this.#proxied = found?.header
    return this.#settle(bytes.subarray(found?.length ?? 0))
  }

  #settle(bytes: Buffer): Buffer {
    this.#opening = undefined
    return bytes
  }

  #hand(bytes: Uint8Array): void {
    const header = this.#proxied
    this.#context.receive({
      bytes,
      transport: 'tcp',
      remote: header === undefined ? this.#remote : { address: header.source, port: header.sourcePort },
      local: header === undefined ? this.#local : { address: header.destination, port: header.destinationPort },
      ...(header?.timeUs === undefined ? {} : { timeUs: header.timeUs }),
      reply: (answer, onSent) => this.#reply(answer, onSent),
    })
  }

  #reply(answer: Uint8Array, onSent: () => void): void {
    if (!this.#socket.writable) return
    if (this.#socket.writableLength > mostUnsent) {
      this.#socket.destroy()
      return
    }
    this.#socket.write(answer, (error) => {
      if (error instanceof Error) this.#context.counters.sendErrors += 1
      else onSent()
    })
  }
}
