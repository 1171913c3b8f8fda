import { createStreamFramer, type StreamFramer } from '../../../sip/stream/framer.ts'
import { captured, type Read, type Way } from './captured.ts'
import type { SkipReason } from './packet.ts'
import { isKeepAlive, isSipPort, isTls, looksLikeSip } from './recognise.ts'

/** A TCP segment as it stands in its packet (RFC 9293 §3.1). */
export interface Segment {
  readonly sequence: number
  readonly syn: boolean
  readonly fin: boolean
  readonly bytes: Uint8Array
}

/** The packet that a segment came in. */
interface Place {
  readonly number: number
  readonly time: number
}

type Waiting = Place & { readonly bytes: Uint8Array; readonly fin: boolean }

interface Stream {
  readonly way: Way
  /** Where its data begins; undefined when its SYN was not captured. */
  readonly initial: number | undefined
  next: number
  /** Absent while it is not known where a message begins: without the SYN, behind a hole, behind what is no SIP. */
  framer: StreamFramer | undefined
  encrypted: boolean
  readonly waiting: Map<number, Waiting>
  /** Bytes that wait. */
  held: number
  /** Bytes its framer may have kept. */
  framed: number
}

/** Streams followed at once, and what all of them may keep in memory; the one unused for longest goes first. */
const mostStreams = 10_000
const mostKept = 128 * 1024 * 1024
/** What one may hold back while a segment is missing. */
const mostWaiting = 64
const mostHeld = 256 * 1024
/** A framer keeps at most twice its longest message. */
const mostFramed = 128 * 1024
/** Further away than any window: another connection between the same ports whose SYN was not captured. */
const longestJump = 8 * 1024 * 1024

/** Puts the data of TCP connections in order, each direction by itself, and cuts it into SIP messages. */
export class TcpStreams {
  private readonly streams = new Map<string, Stream>()
  private kept = 0

  /** @returns what is known by now of this packet and of earlier ones that waited for it. */
  add(way: Way, segment: Segment, { number, time }: Place): readonly Read[] {
    const key = `${way.source} ${way.sourcePort} ${way.target} ${way.targetPort}`
    const { syn, fin, bytes } = segment
    const from = wrap(syn ? segment.sequence + 1 : segment.sequence)
    const ended = this.endOther(key, from, syn)
    const stream = this.streams.get(key) ?? this.begin(key, way, segment, from)
    if (!stream) return [...ended, { number, reason: bytes.length === 0 ? 'tcp-control' : 'no-sip' }]
    const before = costOf(stream)
    const read = receive(stream, from, { number, time, bytes, fin })
    this.kept += costOf(stream) - before
    this.streams.delete(key)
    this.streams.set(key, stream)
    return [...ended, ...read, ...this.shed()]
  }

  /** What still waits for segments that never came. */
  end(): readonly Read[] {
    return [...this.streams.keys()].flatMap((key) => this.finish(key))
  }

  /** A connection that begins anew between the same ports. */
  private endOther(key: string, from: number, syn: boolean): readonly Read[] {
    const stream = this.streams.get(key)
    if (!stream) return []
    const another = syn ? stream.initial !== from : Math.abs(distance(stream.next, from)) > longestJump
    return another ? this.finish(key) : []
  }

  private begin(key: string, way: Way, { syn, bytes }: Segment, from: number): Stream | undefined {
    const onSipPort = isSipPort(way.sourcePort) || isSipPort(way.targetPort)
    if (!(onSipPort && (syn || bytes.length > 0)) && !looksLikeSip(bytes)) return undefined
    const stream: Stream = {
      way,
      initial: syn ? from : undefined,
      next: from,
      framer: syn ? createStreamFramer() : undefined,
      encrypted: false,
      waiting: new Map(),
      held: 0,
      framed: 0,
    }
    this.streams.set(key, stream)
    this.kept += costOf(stream)
    return stream
  }

  private shed(): readonly Read[] {
    const read: Read[] = []
    while (this.streams.size > mostStreams || this.kept > mostKept) {
      const [oldest] = this.streams.keys()
      if (oldest === undefined) break
      read.push(...this.finish(oldest))
    }
    return read
  }

  private finish(key: string): readonly Read[] {
    const stream = this.streams.get(key)
    if (!stream) return []
    this.kept -= costOf(stream)
    this.streams.delete(key)
    const read: Read[] = []
    while (stream.waiting.size > 0) read.push(...skipHole(stream))
    return read
  }
}

const wrap = (sequence: number): number => sequence >>> 0
/** From one place of the stream to another, through the end of the numbers too. */
const distance = (from: number, to: number): number => (to - from) | 0
const costOf = ({ held, framed }: Stream): number => 4096 + held + Math.min(2 * framed, mostFramed)

function receive(stream: Stream, from: number, segment: Waiting): readonly Read[] {
  const { number, time, bytes, fin } = segment
  if (bytes.length === 0) return fin && from === stream.next ? left(stream, segment) : [skip(segment, 'tcp-control')]
  const ahead = distance(stream.next, from)
  if (ahead <= 0) return [...take(stream, -ahead, segment), ...takeWaiting(stream)]
  if (stream.waiting.has(from)) return [skip(segment, 'tcp-repeated')]
  // A copy: what it is part of may be larger by far.
  stream.waiting.set(from, { number, time, fin, bytes: bytes.slice() })
  stream.held += bytes.length
  const patient = stream.waiting.size < mostWaiting && stream.held < mostHeld
  return patient ? [] : skipHole(stream)
}

const skip = ({ number }: Place, reason: SkipReason): Read => ({ number, reason })

/** @param known bytes of it that came before. */
function take(stream: Stream, known: number, segment: Waiting): readonly Read[] {
  const { bytes, fin } = segment
  if (known >= bytes.length) return [skip(segment, 'tcp-repeated')]
  stream.next = wrap(stream.next + bytes.length - known)
  const messages = messagesIn(stream, bytes.subarray(known))
  const rest = fin && typeof messages !== 'string' ? stream.framer?.end() : undefined
  const all = typeof messages === 'string' || !rest ? messages : [...messages, rest]
  if (fin) stream.framer = undefined
  if (typeof all === 'string') return [skip(segment, all)]
  return all.length === 0 ? [skip(segment, 'tcp-part')] : asRead(stream, all, segment)
}

const asRead = ({ way }: Stream, messages: readonly Uint8Array[], { number, time }: Place): readonly Read[] =>
  messages.map((bytes) => captured(bytes, way, { number, time, transport: 'tcp' }))

/** A connection ends: what is unfinished is a message too, as a sensor keeps it. */
function left(stream: Stream, end: Place): readonly Read[] {
  const rest = stream.framer?.end()
  stream.framer = undefined
  return rest ? asRead(stream, [rest], end) : [skip(end, 'tcp-control')]
}

function messagesIn(stream: Stream, bytes: Uint8Array): readonly Uint8Array[] | SkipReason {
  const { framer } = stream
  // Only a whole record says that it is one; what follows in its stream is encrypted too.
  if (stream.framed === 0 && isTls(bytes)) stream.encrypted = true
  if (stream.encrypted) return 'encrypted'
  if (!framer && isKeepAlive(bytes)) return 'keep-alive'
  if (!framer && !looksLikeSip(bytes)) return 'tcp-lost'
  const open = framer ?? createStreamFramer()
  const messages = open.push(bytes)
  stream.framer = open.broken ? undefined : open
  stream.framed = Math.min(stream.framed + bytes.length, mostFramed)
  return messages.length === 0 && isKeepAlive(bytes) ? 'keep-alive' : messages
}

/** Segments that waited for what has now come. */
function takeWaiting(stream: Stream): readonly Read[] {
  const read: Read[] = []
  for (let next = nextWaiting(stream); next; next = nextWaiting(stream)) read.push(...take(stream, next.known, next))
  return read
}

function nextWaiting(stream: Stream): (Waiting & { readonly known: number }) | undefined {
  for (const [from, waiting] of stream.waiting) {
    const known = -distance(stream.next, from)
    if (known < 0) continue
    stream.waiting.delete(from)
    stream.held -= waiting.bytes.length
    return { ...waiting, known }
  }
  return undefined
}

/** Too much waits, so the missing segment was not captured: on behind the hole. */
function skipHole(stream: Stream): readonly Read[] {
  stream.next = [...stream.waiting.keys()].reduce((least, each) => (distance(least, each) < 0 ? each : least))
  stream.framer = undefined
  return takeWaiting(stream)
}
