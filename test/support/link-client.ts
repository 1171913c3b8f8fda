import { createHmac, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { decodeFromSensor, encodeFrame } from '../../src/contract/wire/codec.ts'
import type { FromConsole, FromSensor, SensorHello, WireEvent } from '../../src/contract/wire/frames.ts'
import { sensorSubprotocol, wireVersion } from '../../src/contract/wire/limits.ts'

export interface LinkClient {
  readonly hello: SensorHello
  /** Every frame received, in order. */
  readonly frames: readonly FromSensor[]
  /** Every event received, by sequence; a second one of the same sequence is counted in `duplicates`. */
  readonly events: ReadonlyMap<number, WireEvent>
  readonly duplicates: number
  /** Last sequence received, gaps included. */
  readonly last: number
  /** Close code and reason, once closed. */
  readonly closed: { readonly code: number; readonly reason: string } | undefined
  send(frame: FromConsole): void
  sendRaw(bytes: Uint8Array | string): void
  auth(token: string): void
  resume(last: number, credit?: number, epoch?: string): void
  ack(sequence?: number): void
  /** Waits until it holds, and throws after `milliseconds`. */
  until(condition: (client: LinkClient) => boolean, milliseconds?: number): Promise<void>
  close(): Promise<void>
}

export const newConsoleId = (): string => randomBytes(16).toString('hex')

/** The least a console does on the link: says nothing but what it is told to. */
export async function openLink(url: string, console = newConsoleId()): Promise<LinkClient> {
  const socket = new WebSocket(url, sensorSubprotocol, { perMessageDeflate: false })
  const client = new Client(socket, console)
  await once(socket, 'open')
  await client.until(() => client.frames.length > 0)
  return client
}

/** Opens, authenticates and resumes behind `last`, with more credit than any test uses. */
export async function followSensor(
  sensor: { readonly link: string; readonly token: string },
  options: { readonly console?: string; readonly last?: number; readonly epoch?: string } = {},
): Promise<LinkClient> {
  const client = await openLink(sensor.link, options.console)
  client.auth(sensor.token)
  client.resume(options.last ?? 0, 100_000, options.epoch)
  await client.until(() => client.frames.some((frame) => frame.type === 'welcome'))
  return client
}

class Client implements LinkClient {
  readonly frames: FromSensor[] = []
  readonly events = new Map<number, WireEvent>()
  duplicates = 0
  last = 0
  closed: { code: number; reason: string } | undefined
  readonly #socket: WebSocket
  readonly #console: string

  constructor(socket: WebSocket, console: string) {
    this.#socket = socket
    this.#console = console
    socket.on('message', (data) => this.#take(decodeFromSensor(data as Buffer)))
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }))
    socket.on('error', () => undefined)
  }

  get hello(): SensorHello {
    const [first] = this.frames
    if (first?.type !== 'hello') throw new Error(`the first frame was ${first?.type ?? 'none'}`)
    return first
  }

  send(frame: FromConsole): void {
    this.#socket.send(encodeFrame(frame))
  }

  sendRaw(bytes: Uint8Array | string): void {
    this.#socket.send(bytes)
  }

  auth(token: string): void {
    const proof = createHmac('sha256', token).update(this.hello.challenge).digest()
    this.send({ type: 'auth', version: wireVersion, console: this.#console, proof: new Uint8Array(proof) })
  }

  resume(last: number, credit = 100_000, epoch = last === 0 ? '' : this.hello.epoch): void {
    this.send({ type: 'resume', epoch, last, credit })
  }

  ack(sequence = this.last): void {
    this.send({ type: 'ack', epoch: this.hello.epoch, sequence })
  }

  async until(condition: (client: LinkClient) => boolean, milliseconds = 45_000): Promise<void> {
    const deadline = Date.now() + milliseconds
    while (!condition(this)) {
      if (Date.now() > deadline) {
        const seen = this.frames.map((frame) => frame.type).slice(-5)
        throw new Error(`waited too long; ${this.events.size} events, last ${this.last}, frames ${seen.join(' ')}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  async close(): Promise<void> {
    if (this.closed !== undefined) return
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }

  #take(frame: FromSensor): void {
    this.frames.push(frame)
    if (frame.type === 'gap') this.last = frame.to
    if (frame.type !== 'events') return
    frame.events.forEach((event, index) => {
      const sequence = frame.first + index
      if (this.events.has(sequence)) this.duplicates += 1
      this.events.set(sequence, event)
      this.last = sequence
    })
  }
}
