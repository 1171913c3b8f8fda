import { parseContentLength } from '../header/content-length.ts'
import { parseLimits } from '../message/limits.ts'
import { headerValues, parseMessage } from '../message/parse.ts'

export interface StreamLimits {
  /** Longest message, in bytes. */
  readonly message: number
}

export interface StreamFramer {
  /** Messages that this chunk completes, in order. Nothing more comes from a broken stream. */
  push(chunk: Uint8Array): readonly Uint8Array[]
  /** What was left unfinished when the stream ended; call it once, on close or on a time-out. */
  end(): Uint8Array | undefined
  /** True once message borders can no longer be told: answer 400 and close. */
  readonly broken: boolean
}

const streamLimits: StreamLimits = { message: 65_536 }

/**
 * Cuts a TCP stream into messages (RFC 3261 §18.3): head up to the empty line, then Content-Length bytes; without
 * Content-Length there is no body. Keep-alive line ends between messages are dropped. A message over the limit is
 * handed out cut at the limit, one with an unreadable Content-Length without its body; both break the stream.
 * How the bytes are cut into chunks makes no difference.
 */
export function createStreamFramer(limits: StreamLimits = streamLimits): StreamFramer {
  return new Framer(limits.message)
}

const LF = 10
const CR = 13

class Framer implements StreamFramer {
  broken = false
  private buffer = new Uint8Array(2048)
  /** What is not handed out yet lies between these two. */
  private begin = 0
  private finish = 0
  /** Where the search for the end of the head goes on, so that each byte is looked at once. */
  private searched = 0
  /** Bytes of head and body, once the head is complete. */
  private total: number | undefined
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    const messages: Uint8Array[] = []
    let rest = chunk
    while (rest.length > 0 && !this.broken) {
      rest = this.take(rest, Math.min(this.total ?? this.limit, this.limit) - this.held)
      this.cut(messages)
    }
    return messages
  }

  end(): Uint8Array | undefined {
    const left = this.held > 0 && !this.broken ? this.buffer.slice(this.begin, this.finish) : undefined
    this.broken = true
    return left
  }

  private get held(): number {
    return this.finish - this.begin
  }

  /** Moves at most `room` bytes into the buffer and returns the others. */
  private take(chunk: Uint8Array, room: number): Uint8Array {
    const from = this.held === 0 ? lineEndsAt(chunk, 0, chunk.length) : 0
    const taken = chunk.subarray(from, from + room)
    this.makeRoom(taken.length)
    this.buffer.set(taken, this.finish)
    this.finish += taken.length
    return chunk.subarray(from + taken.length)
  }

  /** What is held moves to the front only when the buffer is full, so that a byte moves once and not with each chunk. */
  private makeRoom(size: number): void {
    if (this.finish + size <= this.buffer.length) return
    const { held } = this
    const room = held + size <= this.buffer.length ? this.buffer : new Uint8Array(Math.max(held + size, held * 2))
    room.set(this.buffer.subarray(this.begin, this.finish))
    this.searched -= this.begin
    this.buffer = room
    this.begin = 0
    this.finish = held
  }

  /** Hands out every message that lies complete in the buffer. */
  private cut(messages: Uint8Array[]): void {
    for (;;) {
      this.total ??= this.findTotal()
      if (this.total !== undefined && this.total <= this.held && !this.broken) messages.push(this.shift(this.total))
      else break
    }
    if (this.broken && this.total !== undefined) messages.push(this.shift(Math.min(this.total, this.held)))
    else if (this.held >= this.limit) {
      this.broken = true
      messages.push(this.shift(this.limit))
    }
  }

  private findTotal(): number | undefined {
    const head = this.findHeadEnd()
    if (head === undefined) return undefined
    const length = contentLengthOf(this.buffer.subarray(this.begin, head))
    if (length === undefined) this.broken = true
    return head - this.begin + (length ?? 0)
  }

  private findHeadEnd(): number | undefined {
    const { buffer, begin, finish } = this
    for (let at = this.searched; at < finish; at++) {
      if (buffer[at] !== LF) continue
      const before = buffer[at - 1] === CR ? at - 2 : at - 1
      if (before >= begin && buffer[before] === LF) return at + 1
    }
    this.searched = finish
    return undefined
  }

  private shift(size: number): Uint8Array {
    const next = this.begin + size
    const message = this.buffer.slice(this.begin, next)
    this.begin = next + lineEndsAt(this.buffer, next, this.finish)
    this.searched = this.begin
    this.total = undefined
    return message
  }
}

/** How many bytes of line ends stand here. */
function lineEndsAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && (bytes[at] === CR || bytes[at] === LF)) at++
  return at - from
}

/**
 * 0 without the header, `undefined` when one is unreadable or when two of them disagree; also when there are more
 * headers than are read: one of the others might be a length, and what follows would be cut where the sender likes.
 */
function contentLengthOf(head: Uint8Array): number | undefined {
  const message = parseMessage(head)
  if (message.headers.length === parseLimits.headers) return undefined
  const lengths = headerValues(message, 'content-length').map(parseContentLength)
  const [first] = lengths
  return lengths.every((length) => length === first) ? (lengths.length === 0 ? 0 : first) : undefined
}
