import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { RawData, WebSocket } from 'ws'
import { decodeFromConsole, encodeFrame } from '../../contract/wire/codec.ts'
import type { FromConsole, FromSensor, SensorHello, WireCounters } from '../../contract/wire/frames.ts'
import { messageOf } from '../atomic-file.ts'
import type { Clock } from '../clock.ts'
import type { Spool } from '../spool/spool.ts'
import type { Cursors } from './cursors.ts'
import { Feeder } from './feeder.ts'
import { isProof } from './greeting.ts'

/** What all sessions of one sensor share. */
export interface LinkContext {
  readonly token: string
  readonly spool: Spool
  readonly cursors: Cursors
  readonly clock: Clock
  readonly log: Logger
  hello(challenge: Uint8Array): SensorHello
  counters(): WireCounters
  onRefused(): void
  onBadFrame(): void
}

const authTimeoutMs = 5000
const statusEveryMs = 5000
/** Status frames flow every few seconds; a peer that answers no ping for two rounds is gone. */
const silentRounds = 2
/** How long a console may take to close its side; it holds one of few places until then. */
export const farewellMs = 1000
/** Close codes of applications (RFC 6455 §7.4.2). */
const closeRefused = 4401
const closeBadFrame = 4400
const closeReplaced = 4409

/** One console on the link, from hello to close. */
export class Session {
  readonly #socket: WebSocket
  readonly #context: LinkContext
  readonly #challenge = randomBytes(32)
  readonly #feeder: Feeder
  readonly #authTimer: NodeJS.Timeout
  #statusTimer: NodeJS.Timeout | undefined
  #console: string | undefined
  #unanswered = 0
  /** Closed from this side: whatever still arrives is not looked at. */
  #over = false

  constructor(socket: WebSocket, context: LinkContext, onNamed: (session: Session) => void) {
    this.#socket = socket
    this.#context = context
    this.#feeder = new Feeder(
      context.spool,
      socket,
      (frame) => this.#send(frame),
      (error) => context.log.error({ reason: messageOf(error) }, 'spool cannot be read'),
    )
    this.#authTimer = setTimeout(() => this.#refuse('protocol', 'no auth frame came in time'), authTimeoutMs)
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary, onNamed))
    socket.on('pong', () => (this.#unanswered = 0))
    socket.on('error', (error) => this.#fault(error))
    socket.on('close', () => this.#end())
    this.#send(context.hello(this.#challenge))
  }

  /** Identity of the console, once it has proved that it knows the token. */
  get console(): string | undefined {
    return this.#console
  }

  close(code: number, reason: string): void {
    if (this.#over) return
    this.#over = true
    this.#socket.close(code, closeReason(reason))
    setTimeout(() => this.#socket.terminate(), farewellMs).unref()
  }

  replace(): void {
    this.close(closeReplaced, 'the same console connected again')
  }

  #receive(data: RawData, isBinary: boolean, onNamed: (session: Session) => void): void {
    if (this.#over) return
    try {
      if (!isBinary || !Buffer.isBuffer(data)) throw new Error('not a binary message')
      this.#handle(decodeFromConsole(data), onNamed)
    } catch (error) {
      this.#fault(error)
    }
  }

  #handle(frame: FromConsole, onNamed: (session: Session) => void): void {
    if (frame.type === 'auth') return this.#authenticate(frame, onNamed)
    if (this.#console === undefined) throw new Error(`${frame.type} before auth`)
    switch (frame.type) {
      case 'resume':
        return this.#resume(frame, this.#console)
      case 'ack':
        return this.#acknowledge(frame, this.#console)
      case 'credit':
        return this.#feeder.grant(frame.events)
    }
  }

  #authenticate(frame: Extract<FromConsole, { type: 'auth' }>, onNamed: (session: Session) => void): void {
    if (this.#console !== undefined) throw new Error('auth twice')
    if (!isProof(this.#context.token, this.#challenge, frame.proof)) {
      return this.#refuse('wrong-token', 'the token is not the one in the configuration of this sensor')
    }
    clearTimeout(this.#authTimer)
    this.#console = frame.console
    onNamed(this)
    this.#send({ type: 'welcome' })
    this.#status()
    this.#statusTimer = setInterval(() => this.#beat(), statusEveryMs)
    this.#context.log.info({ console: frame.console }, 'console connected')
  }

  #resume(frame: Extract<FromConsole, { type: 'resume' }>, console: string): void {
    const { spool, cursors } = this.#context
    const known = frame.epoch === spool.epoch && frame.last > 0
    if (known && frame.last > spool.last) {
      return this.#refuse(
        'protocol',
        `stored up to ${frame.last}, but this spool ends at ${spool.last}: was it restored?`,
      )
    }
    cursors.resume(console, known ? frame.last : 0)
    this.#feeder.start(known ? frame.last + 1 : spool.first, frame.credit)
  }

  #acknowledge(frame: Extract<FromConsole, { type: 'ack' }>, console: string): void {
    const { spool, cursors } = this.#context
    if (frame.epoch !== spool.epoch || frame.sequence >= this.#feeder.next)
      throw new Error('ack of what was never sent')
    cursors.acknowledge(console, frame.sequence)
    spool.release(cursors.lowest ?? 0)
  }

  #beat(): void {
    this.#unanswered += 1
    if (this.#unanswered > silentRounds) return this.#socket.terminate()
    this.#socket.ping()
    this.#status()
  }

  #status(): void {
    this.#send({ type: 'status', clock: this.#context.clock(), counters: this.#context.counters() })
  }

  #send(frame: FromSensor): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(encodeFrame(frame), () => this.#feeder.pump())
  }

  #refuse(code: Extract<FromSensor, { type: 'refused' }>['code'], message: string): void {
    this.#context.onRefused()
    this.#context.log.warn({ code }, 'console refused')
    this.#send({ type: 'refused', code, message })
    this.close(closeRefused, code)
  }

  #fault(error: unknown): void {
    if (this.#over) return
    const reason = messageOf(error).slice(0, 300)
    this.#context.onBadFrame()
    this.#context.log.warn({ reason }, 'link closed')
    this.close(closeBadFrame, reason)
  }

  #end(): void {
    clearTimeout(this.#authTimer)
    clearInterval(this.#statusTimer)
    this.#feeder.stop()
  }
}

/** A close frame carries 123 bytes at most (RFC 6455 §5.5), and the reason may quote what the peer wrote. */
const closeReason = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120)
