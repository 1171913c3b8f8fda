import type { Logger } from 'pino'
import type { SensorCounters, SensorRow } from '../../contract/console/sensors.ts'
import { FrameError } from '../../contract/wire/codec.ts'
import type { FromSensor, SensorHello, WireCounters } from '../../contract/wire/frames.ts'
import type { Ingest } from '../ingest/ingest.ts'
import { inOrder } from '../ingest/in-order.ts'
import { FrameQueue, type Batch } from '../ingest/queued.ts'
import { isLoopback } from './address.ts'
import { pauseAfter } from './backoff.ts'
import { LinkTiming } from './timing.ts'
import { openSession, type Session, type SessionEnd } from './session.ts'

/** Events a sensor may send ahead of our acknowledgement; a slow store makes its spool grow, not our memory. */
export const grantedCredit = 8_000

export interface LinkStatus {
  readonly state: SensorRow['state']
  /** Since when, milliseconds. */
  readonly since: number
  readonly error?: string
  readonly lag?: number
  readonly clockOffset?: number
  readonly counters?: SensorCounters
}

export interface LinkSurroundings {
  readonly ingest: Ingest
  readonly log: Logger
  readonly now: () => number
  /** Random name of this store. */
  readonly console: string
  /** @returns under which number the sensor's events are stored, and the last stored sequence of its epoch. */
  greet(sensor: number, hello: SensorHello): { readonly sensor: number; readonly last: number | undefined }
  onChange(link: SensorLink): void
}

/** Keeps one sensor connected until it is stopped, and feeds what it sends into the store. */
export class SensorLink {
  readonly url: string
  sensor: number
  private standing: Pick<LinkStatus, 'state' | 'since' | 'error' | 'counters'>
  private readonly timing = new LinkTiming()
  private readonly token: string
  private readonly around: LinkSurroundings
  private session: Session | undefined
  private timer: NodeJS.Timeout | undefined
  private failures = 0
  private stopped = false
  private loggedError: string | undefined
  private last = 0

  constructor(sensor: number, address: { readonly url: string; readonly token: string }, around: LinkSurroundings) {
    this.sensor = sensor
    this.url = address.url
    this.token = address.token
    this.around = around
    this.standing = { state: 'connecting', since: around.now() }
    this.dial()
  }

  get status(): LinkStatus {
    const { lag, clockOffset } = this.timing
    return {
      ...this.standing,
      ...(lag === undefined ? {} : { lag }),
      ...(clockOffset === undefined ? {} : { clockOffset }),
    }
  }

  retry(): void {
    if (this.stopped || this.session) return
    clearTimeout(this.timer)
    this.failures = 0
    this.dial()
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.timer)
    this.session?.fail({ kind: 'lost', message: 'stopped' })
  }

  private dial(): void {
    const { ingest, console } = this.around
    const lane = ingest.lane((error) => this.onStoreFailure(error))
    const order = inOrder((error) => this.onStoreFailure(error))
    const frames = new FrameQueue()
    /** What follows holds nothing of the frame: it is large, and waits. */
    const receive = ({ epoch, first, events }: Extract<FromSensor, { type: 'events' }>): void =>
      order.after(ingest.prepare(events), (ready) =>
        frames.add({ epoch, first, ...ready }, (take) => lane.push(() => this.storeEvents(take(), session))),
      )
    const session = openSession(
      { url: this.url, token: this.token, console, credit: grantedCredit },
      {
        onHello: (hello) => this.onHello(hello),
        onWelcome: () => this.become({ state: 'live' }),
        onFrame: (frame) => {
          if (frame.type === 'status') return this.onStatus(frame)
          if (frame.type === 'events') return receive(frame)
          order.then(() => {
            frames.close()
            lane.push(() => this.storeGap(frame, session))
          })
        },
        onEnd: (end) => {
          order.close()
          lane.close()
          this.onEnd(end)
        },
      },
    )
    this.session = session
  }

  private onHello(hello: SensorHello): { epoch: string; last: number } {
    const { sensor, last } = this.around.greet(this.sensor, hello)
    this.sensor = sensor
    this.last = last ?? hello.first - 1
    this.timing.greet(hello, this.around.now())
    return last === undefined ? { epoch: '', last: 0 } : { epoch: hello.epoch, last }
  }

  /** At once: a clock sample that waited behind batches would make the clock look late. */
  private onStatus({ clock, counters }: Extract<FromSensor, { type: 'status' }>): void {
    this.timing.noteClock(clock, this.around.now())
    this.standing = { ...this.standing, counters: countersOf(counters) }
    this.around.onChange(this)
  }

  private storeEvents(frame: Batch, session: Session): void {
    const { ingest, now } = this.around
    const { epoch, first, events } = frame
    if (first > this.last + 1) this.noteMissing(epoch, first, events)
    this.last = ingest.storeReady({ sensor: this.sensor, ...frame }).last
    session.send({ type: 'ack', epoch, sequence: this.last })
    session.send({ type: 'credit', events: events.length })
    this.failures = 0
    this.timing.noteStored(first, events, now())
  }

  /** The sensor jumped ahead without a word: its spool no longer holds what we never had. */
  private noteMissing(epoch: string, first: number, events: Batch['events']): void {
    const time = events[0]?.time ?? 0
    const span = { from: this.last + 1, to: first - 1, fromTime: time, toTime: time }
    this.last = this.around.ingest.storeGap({
      sensor: this.sensor,
      epoch,
      ...span,
      reason: 'left out by the sensor',
    }).last
  }

  private storeGap(frame: Extract<FromSensor, { type: 'gap' }>, session: Session): void {
    const { epoch, from, to, reason } = frame
    if (to < from || from > this.last + 1)
      throw new FrameError(`gap from ${from} to ${to} does not follow ${this.last}`)
    const fromTime = frame.fromTime ?? this.around.now() * 1000
    const toTime = frame.toTime ?? fromTime
    this.last = this.around.ingest.storeGap({ sensor: this.sensor, epoch, from, to, reason, fromTime, toTime }).last
    session.send({ type: 'ack', epoch, sequence: this.last })
  }

  private onStoreFailure(error: unknown): void {
    if (!(error instanceof FrameError))
      this.around.log.error({ err: error, url: this.url }, 'a batch could not be stored')
    const message = error instanceof Error ? error.message : String(error)
    this.session?.fail({ kind: 'fault', message })
  }

  private onEnd({ kind, message }: SessionEnd): void {
    this.session = undefined
    if (this.stopped) return
    this.failures = kind === 'lost' ? this.failures + 1 : Math.max(this.failures + 1, 4)
    if (message !== this.loggedError) this.around.log.warn({ url: this.url, kind, error: message }, 'sensor link ended')
    this.loggedError = message
    this.become({ state: kind === 'refused' ? 'refused' : 'down', error: message })
    const pause = pauseAfter(this.failures, isLoopback(new URL(this.url)), Math.random())
    this.timer = setTimeout(() => this.dial(), pause)
  }

  private become(next: { readonly state: LinkStatus['state']; readonly error?: string }): void {
    const { state, since, counters } = this.standing
    if (next.state === 'live') this.loggedError = undefined
    this.standing = {
      ...next,
      since: state === next.state ? since : this.around.now(),
      ...(counters === undefined ? {} : { counters }),
    }
    this.around.onChange(this)
  }
}

function countersOf(counters: WireCounters): SensorCounters {
  const { kernelDrops, spoolError, ...rest } = counters
  return {
    ...rest,
    ...(kernelDrops === undefined ? {} : { kernelDrops }),
    ...(spoolError === undefined ? {} : { spoolError }),
  }
}
