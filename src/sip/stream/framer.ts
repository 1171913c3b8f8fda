import { parseContentLength } from '../header/content-length.ts'
import { findHeader, parseMessage } from '../message/parse.ts'

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
  private used = 0
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
      const wanted = this.total === undefined ? this.limit : Math.min(this.total, this.limit)
      rest = this.take(rest, wanted - this.used)
      this.cut(messages)
    }
    return messages
  }

  end(): Uint8Array | undefined {
    const left = this.used > 0 && !this.broken ? this.buffer.slice(0, this.used) : undefined
    this.broken = true
    return left
  }

  /** Moves at most `room` bytes into the buffer and returns the others. */
  private take(chunk: Uint8Array, room: number): Uint8Array {
    const from = this.used === 0 ? countLineEnds(chunk) : 0
    const taken = chunk.subarray(from, from + room)
    this.grow(this.used + taken.length)
    this.buffer.set(taken, this.used)
    this.used += taken.length
    return chunk.subarray(from + taken.length)
  }

  private grow(size: number): void {
    if (size <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(size, this.buffer.length * 2))
    larger.set(this.buffer.subarray(0, this.used))
    this.buffer = larger
  }

  /** Hands out every message that lies complete in the buffer. */
  private cut(messages: Uint8Array[]): void {
    for (;;) {
      this.total ??= this.findTotal()
      if (this.total !== undefined && this.total <= this.used && !this.broken) messages.push(this.shift(this.total))
      else break
    }
    if (this.broken && this.total !== undefined) messages.push(this.shift(Math.min(this.total, this.used)))
    else if (this.used >= this.limit) {
      this.broken = true
      messages.push(this.shift(this.limit))
    }
  }

  private findTotal(): number | undefined {
    const head = this.findHeadEnd()
    if (head === undefined) return undefined
    const length = contentLengthOf(this.buffer.subarray(0, head))
    if (length === undefined) this.broken = true
    return head + (length ?? 0)
  }

  private findHeadEnd(): number | undefined {
    const { buffer, used } = this
    for (let at = this.searched; at < used; at++) {
      if (buffer[at] !== LF) continue
      const before = buffer[at - 1] === CR ? at - 2 : at - 1
      if (before >= 0 && buffer[before] === LF) return at + 1
    }
    this.searched = used
    return undefined
  }

  private shift(size: number): Uint8Array {
    const message = this.buffer.slice(0, size)
    const skipped = size + countLineEnds(this.buffer.subarray(size, this.used))
    this.buffer.copyWithin(0, skipped, this.used)
    this.used -= skipped
    this.searched = 0
    this.total = undefined
    return message
  }
}

function countLineEnds(bytes: Uint8Array): number {
  let count = 0
  while (bytes[count] === CR || bytes[count] === LF) count++
  return count
}

/** 0 without the header, `undefined` when it is unreadable or when two of them disagree. */
function contentLengthOf(head: Uint8Array): number | undefined {
  const { headers, faults } = parseMessage(head)
  if (faults.some(({ code }) => code === 'content-length' || code === 'content-length-disagrees')) return undefined
  const header = findHeader({ headers }, 'content-length')
  return header ? parseContentLength(header.value) : 0
}
