import { createStreamFramer, type StreamFramer } from '../../../sip/stream/framer.ts'
import type { SkipReason } from './packet.ts'

/** A TCP segment as it stands in its packet (RFC 9293 §3.1). */
export interface Segment {
  readonly sequence: number
  readonly syn: boolean
  /** FIN or RST. */
  readonly last: boolean
  readonly bytes: Uint8Array
}

interface Stream {
  next: number
  framer: StreamFramer
  readonly waiting: Map<number, Uint8Array>
  held: number
}

/** Streams followed at once, and what one may hold back while a segment is missing. */
const mostStreams = 10_000
const mostWaiting = 64
const mostHeld = 256 * 1024

/** Puts the data of TCP connections in order, each direction by itself, and cuts it into SIP messages. */
export class TcpStreams {
  private readonly streams = new Map<string, Stream>()

  /** @param key of the direction: addresses and ports. @returns the messages it completes, or why there are none. */
  add(key: string, segment: Segment): readonly Uint8Array[] | SkipReason {
    if (segment.syn) this.begin(key, segment.sequence + 1)
    if (segment.bytes.length === 0) return 'tcp-control'
    const from = segment.syn ? wrap(segment.sequence + 1) : segment.sequence
    const stream = this.streams.get(key) ?? this.begin(key, from)
    const behind = distance(stream.next, from)
    const messages = behind > 0 ? hold(stream, from, segment.bytes) : takeNow(stream, -behind, segment.bytes)
    if (segment.last) this.streams.delete(key)
    return messages
  }

  private begin(key: string, next: number): Stream {
    if (this.streams.size >= mostStreams) {
      const [oldest] = this.streams.keys()
      if (oldest !== undefined) this.streams.delete(oldest)
    }
    const stream = { next: wrap(next), framer: createStreamFramer(), waiting: new Map<number, Uint8Array>(), held: 0 }
    this.streams.set(key, stream)
    return stream
  }
}

const wrap = (sequence: number): number => sequence >>> 0
/** From one place of the stream to another, through the end of the numbers too. */
const distance = (from: number, to: number): number => (to - from) | 0

/** @param known bytes of it that came before. */
function takeNow(stream: Stream, known: number, bytes: Uint8Array): readonly Uint8Array[] | SkipReason {
  if (known >= bytes.length) return 'tcp-repeated'
  const messages = [...take(stream, bytes.subarray(known))]
  for (let next = nextWaiting(stream); next !== undefined; next = nextWaiting(stream))
    messages.push(...take(stream, next))
  return messages.length > 0 ? messages : 'tcp-part'
}

function take(stream: Stream, bytes: Uint8Array): readonly Uint8Array[] {
  stream.next = wrap(stream.next + bytes.length)
  const messages = stream.framer.push(bytes)
  if (stream.framer.broken) stream.framer = createStreamFramer()
  return messages
}

function nextWaiting(stream: Stream): Uint8Array | undefined {
  for (const [from, bytes] of stream.waiting) {
    const behind = distance(stream.next, from)
    if (behind > 0) continue
    stream.waiting.delete(from)
    stream.held -= bytes.length
    if (-behind < bytes.length) return bytes.subarray(-behind)
  }
  return undefined
}

/** A segment is missing in front of it. When too much waits, the missing one was not captured: on behind the hole. */
function hold(stream: Stream, from: number, bytes: Uint8Array): readonly Uint8Array[] | SkipReason {
  if (stream.waiting.has(from)) return 'tcp-repeated'
  stream.waiting.set(from, bytes)
  stream.held += bytes.length
  if (stream.waiting.size < mostWaiting && stream.held < mostHeld) return 'tcp-part'
  const first = [...stream.waiting.keys()].reduce((least, each) => (distance(least, each) < 0 ? each : least))
  stream.next = first
  stream.framer = createStreamFramer()
  const rest = nextWaiting(stream)
  return rest ? takeNow(stream, 0, rest) : 'tcp-lost'
}
