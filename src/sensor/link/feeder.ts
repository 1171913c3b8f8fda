import type { WebSocket } from 'ws'
import type { FromSensor } from '../../contract/wire/frames.ts'
import { wireLimits } from '../../contract/wire/limits.ts'
import type { SpoolBatch, SpoolReader } from '../spool/reader.ts'
import type { Spool } from '../spool/spool.ts'

const batchEvents = 500
const batchBytes = 256 * 1024
/** Events that come within this time travel together. */
const gatherMs = 20
/** More than this is not handed to the socket: what a console does not take stays on disk. */
const mostBuffered = 1024 * 1024
/** When reading the spool failed, e.g. for want of file handles, it is tried again after this. */
const retryMs = 1000

/** Sends what the spool holds to one console, as far as its credit goes. */
export class Feeder {
  readonly #spool: Spool
  readonly #socket: WebSocket
  readonly #send: (frame: FromSensor) => void
  readonly #onFault: (error: unknown) => void
  readonly #unlisten: () => void
  #reader: SpoolReader | undefined
  #credit = 0
  #gather: NodeJS.Timeout | undefined
  #next: NodeJS.Immediate | undefined

  constructor(spool: Spool, socket: WebSocket, send: (frame: FromSensor) => void, onFault: (error: unknown) => void) {
    this.#spool = spool
    this.#socket = socket
    this.#send = send
    this.#onFault = onFault
    this.#unlisten = spool.onWritten(() => this.#soon(gatherMs))
  }

  /** The first sequence that has not been sent; 0 before the start. */
  get next(): number {
    return this.#reader?.next ?? 0
  }

  start(sequence: number, credit: number): void {
    this.#reader = this.#spool.readFrom(sequence)
    this.#credit = credit
    this.pump()
  }

  grant(events: number): void {
    this.#credit = Math.min(this.#credit + events, wireLimits.credit)
    this.pump()
  }

  /** Goes on in a turn of its own, so that a long backlog never keeps the listeners waiting. */
  pump(): void {
    this.#next ??= setImmediate(() => {
      this.#next = undefined
      this.#sendOne()
    })
  }

  stop(): void {
    this.#unlisten()
    clearTimeout(this.#gather)
    clearImmediate(this.#next)
    this.#reader = undefined
  }

  #soon(milliseconds: number): void {
    if (this.#reader === undefined) return
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined
      this.pump()
    }, milliseconds)
  }

  /** The next batch follows when this one has left: the socket's own send callback calls `pump`. */
  #sendOne(): void {
    if (this.#reader === undefined || this.#credit <= 0 || this.#socket.bufferedAmount > mostBuffered) return
    const batch = this.#read(this.#reader)
    if (batch === undefined) return
    if (batch.kind === 'events') this.#credit -= batch.events.length
    this.#send(toFrame(this.#spool.epoch, batch))
  }

  #read(reader: SpoolReader): SpoolBatch | undefined {
    try {
      return reader.read(Math.min(batchEvents, this.#credit), batchBytes)
    } catch (error) {
      this.#onFault(error)
      this.#soon(retryMs)
      return undefined
    }
  }
}

function toFrame(epoch: string, batch: SpoolBatch): FromSensor {
  if (batch.kind === 'events') return { type: 'events', epoch, first: batch.first, events: [...batch.events] }
  const { from, to, reason, fromTime, toTime } = batch
  return {
    type: 'gap',
    epoch,
    from,
    to,
    reason,
    ...(fromTime === undefined ? {} : { fromTime }),
    ...(toTime === undefined ? {} : { toTime }),
  }
}
