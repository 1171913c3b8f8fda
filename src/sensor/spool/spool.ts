import { mkdirSync, unlinkSync } from 'node:fs'
import type { Logger } from 'pino'
import type { WireEvent } from '../../contract/wire/frames.ts'
import { messageOf } from '../atomic-file.ts'
import { batchesOf } from './batches.ts'
import { openNumbering, type Numbering } from './numbering.ts'
import { SpoolReader } from './reader.ts'
import { encodeEvent, encodeGap, type GapRecord } from './record.ts'
import { recover, type Recovered } from './recover.ts'
import { Segment } from './segment.ts'
import { SegmentWriter } from './writer.ts'

export interface SpoolOptions {
  readonly directory: string
  /** Cap of all segments together. */
  readonly maxBytes: number
  readonly segmentBytes: number
  readonly syncMilliseconds: number
}

/** A disk at its edge fails and recovers many times a second. */
const logEveryMs = 10_000

/**
 * Every event goes to disk before any console hears of it: append-only segments, a checksum for each record. Events of
 * one turn of the event loop are written together. What the disk refuses becomes a gap, and the sensor lives on.
 */
export class Spool {
  readonly #options: SpoolOptions
  readonly #log: Logger
  readonly #segments: Segment[]
  readonly #numbering: Numbering
  readonly #listeners = new Set<() => void>()
  readonly #syncTimer: NodeJS.Timeout
  #writer: SegmentWriter | undefined
  #last: number
  #pending: WireEvent[] = []
  #afterwards: (() => void)[] = []
  #unwritten: GapRecord | undefined
  #error: string | undefined
  #quietUntil = 0

  constructor(options: SpoolOptions, log: Logger, now: number) {
    this.#options = options
    this.#log = log
    mkdirSync(options.directory, { recursive: true, mode: 0o700 })
    const found = recover(options.directory)
    if (found.cut > 0) log.warn({ bytes: found.cut }, 'cut a torn tail off the spool')
    const { numbering, told } = openNumbering(options.directory, found.last)
    this.#segments = found.segments
    this.#numbering = numbering
    this.#last = found.last
    if (told > found.last) this.#unwritten = lostWithPower(found, told, now)
    this.#syncTimer = setInterval(() => this.#writer?.sync(this.#fail), options.syncMilliseconds)
  }

  get epoch(): string {
    return this.#numbering.epoch
  }
  get segments(): readonly Segment[] {
    return this.#segments
  }
  /** First sequence held; `last` + 1 when there is none. */
  get first(): number {
    return this.#segments[0]?.first ?? this.#last + 1
  }
  get last(): number {
    return this.#last
  }
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.size, 0)
  }
  /** Why the last attempt to write failed; undefined when all is well. */
  get error(): string | undefined {
    return this.#error
  }

  append(event: WireEvent): void {
    if (this.#pending.length === 0) setImmediate(() => this.flush())
    this.#pending.push(event)
  }

  /** Runs `then` once the disk was given all that was appended so far, whether or not it took it. */
  whenWritten(then: () => void): void {
    if (this.#pending.length === 0) then()
    else this.#afterwards.push(then)
  }

  /** Called after new events were written. */
  onWritten(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readFrom(sequence: number): SpoolReader {
    return new SpoolReader(this, sequence)
  }

  /** Deletes segments whose events all lie at or before `sequence`; the newest one too if the disk is full. */
  release(sequence: number): void {
    if (this.#error !== undefined && sequence >= this.#last && this.bytes > 0) this.#startAfresh()
    while ((this.#segments[1]?.first ?? Infinity) <= sequence + 1) this.#dropOldest()
  }

  flush(): void {
    const events = this.#pending
    if (events.length === 0) return
    this.#pending = []
    for (const batch of batchesOf(events, this.#options.segmentBytes)) {
      if (!this.#tryWrite(batch)) this.#writeSome(batch)
    }
    for (const then of this.#afterwards.splice(0)) then()
    for (const listener of this.#listeners) listener()
  }

  /** Writes what is left and syncs it. */
  close(): void {
    clearInterval(this.#syncTimer)
    this.flush()
    try {
      this.#writer?.close()
      this.#numbering.settle(this.#last)
    } catch (error) {
      this.#fail(error)
    }
  }

  #tryWrite(events: readonly WireEvent[]): boolean {
    try {
      this.#write(events)
      this.#error = undefined
      return true
    } catch (error) {
      this.#fail(error)
      return false
    }
  }

  /** The disk did not take all at once: keeps what still fits, up to the first event that does not. */
  #writeSome(events: readonly WireEvent[]): void {
    const refused = events.length === 1 ? 0 : events.findIndex((event) => !this.#tryWrite([event]))
    if (refused >= 0) this.#lose(events.slice(refused))
  }

  #write(events: readonly WireEvent[]): void {
    const gap = this.#unwritten
    const first = (gap?.to ?? this.#last) + 1
    const last = first + events.length - 1
    this.#numbering.reserve(last)
    const records = events.map((event, index) => encodeEvent(first + index, event))
    const bytes = Buffer.concat(gap === undefined ? records : [encodeGap(gap), ...records])
    const writer = this.#writerFor(gap?.from ?? first, bytes.length)
    writer.segment.mark(gap?.from ?? first, writer.segment.size)
    writer.append(bytes)
    this.#unwritten = undefined
    this.#last = last
  }

  /** The disk did not take these: their numbers are used up, and one gap will stand for them. */
  #lose(events: readonly WireEvent[]): void {
    const open = this.#unwritten
    const first = (open?.to ?? this.#last) + 1
    const fromTime = open?.fromTime ?? events[0]?.[0]
    const toTime = events.at(-1)?.[0]
    this.#unwritten = {
      kind: 'gap',
      from: open?.from ?? first,
      to: first + events.length - 1,
      reason: 'disk',
      ...(fromTime === undefined ? {} : { fromTime }),
      ...(toTime === undefined ? {} : { toTime }),
    }
  }

  /** The newest segment while it has room, else a new one; one that is empty takes anything. */
  #writerFor(sequence: number, length: number): SegmentWriter {
    const current = this.#writer ?? this.#reopen()
    const room = this.#options.segmentBytes - (current?.segment.size ?? 0)
    if (current !== undefined && (length <= room || current.segment.size === 0)) return current
    return this.#roll(sequence)
  }

  #roll(sequence: number): SegmentWriter {
    this.#writer?.close()
    this.#writer = undefined
    this.#keepBelowCap()
    const segment = new Segment(this.#options.directory, sequence, 0)
    this.#writer = new SegmentWriter(segment)
    this.#segments.push(segment)
    return this.#writer
  }

  #startAfresh(): void {
    try {
      this.#roll(this.#last + 1)
    } catch (error) {
      this.#fail(error)
    }
  }

  #reopen(): SegmentWriter | undefined {
    const newest = this.#segments.at(-1)
    if (newest !== undefined) this.#writer = new SegmentWriter(newest)
    return this.#writer
  }

  #keepBelowCap(): void {
    while (this.#segments.length > 1 && this.bytes + this.#options.segmentBytes > this.#options.maxBytes) {
      this.#log.warn({ from: this.first, to: (this.#segments[1]?.first ?? 1) - 1 }, 'spool is full: oldest events go')
      this.#dropOldest()
    }
  }

  #dropOldest(): void {
    const oldest = this.#segments.shift()
    if (oldest === undefined) return
    try {
      unlinkSync(oldest.path)
    } catch (error) {
      this.#fail(error)
    }
  }

  readonly #fail = (error: unknown): void => {
    this.#error = messageOf(error).slice(0, 300)
    if (performance.now() < this.#quietUntil) return
    this.#quietUntil = performance.now() + logEveryMs
    this.#log.error({ reason: this.#error }, 'spool cannot be written')
  }
}

function lostWithPower(found: Recovered, told: number, now: number): GapRecord {
  return {
    kind: 'gap',
    from: found.last + 1,
    to: told,
    reason: 'disk',
    ...(found.lastTime === undefined ? {} : { fromTime: found.lastTime }),
    toTime: now,
  }
}
