import type { Header, SipMessage } from '../message/message.ts'
import { AddressGlance } from './address-glance.ts'
import { IdGlance } from './id-glance.ts'
import { lookAt, looks } from './headers.ts'
import { numberIn } from './letters.ts'
import { isList, isMaxForwards, isSdpType, isSequence } from './values.ts'
import { ViaGlance } from './via-glance.ts'

/** Only so many headers are vouched for: a bit of a number stands for each. */
const mostVouched = 31
/** Longer values are left to the full readers. */
const longestValue = 512

const SPACE = 32
const CR = 13
const LF = 10

/**
 * The headers of one message, read once for all who ask: which faults it has, whether it attacks, who wrote it, what it
 * says. What is in its usual form has no fault and can hold no injection; all else is left to the full readers, and both
 * always say the same.
 *
 * Scanners send thousands of messages that differ in a few digits, and each of them passes here: one instance serves all
 * messages, and holds offsets instead of texts.
 */
export class Glance {
  /** A bit for each header, by its place, that has no fault. */
  sound = 0
  /** A bit for each header, by its place, that holds no injection. */
  clean = 0
  /** The first of each, in whatever form. */
  via: Header | undefined = undefined
  from: Header | undefined = undefined
  to: Header | undefined = undefined
  contact: Header | undefined = undefined
  callId: Header | undefined = undefined
  cseq: Header | undefined = undefined
  userAgent: Header | undefined = undefined
  server: Header | undefined = undefined
  maxForwards: Header | undefined = undefined
  allow: Header | undefined = undefined
  supported: Header | undefined = undefined
  accept: Header | undefined = undefined
  /** The first of Authorization and Proxy-Authorization, and how many there are. */
  credentials: Header | undefined = undefined
  countOfCredentials = 0
  /** What the first Content-Length says; -1 when there is none or it is unusual. */
  bodyLength = -1
  /** What stands in those, where it is usual. */
  readonly topVia = new ViaGlance()
  readonly fromAddress = new AddressGlance()
  readonly toAddress = new AddressGlance()
  readonly contactAddress = new AddressGlance()
  readonly callIdParts = new IdGlance()
  readonly requestUri = new AddressGlance()
  /** A bit for each look at a header that may stand once. */
  #seen = 0

  read(message: SipMessage): void {
    this.#clear()
    const { headers, bytes, start } = message
    const method = start?.kind === 'request' ? start.method : undefined
    this.#readUri(message)
    for (let place = 0; place < headers.length; place++) {
      const header = headers[place]
      if (header === undefined) return
      const look = lookAt(header.known)
      if (look !== looks.none) this.#header(bytes, header, look, place < mostVouched ? 1 << place : 0, method)
    }
  }

  /** Whether all headers are there that every message must have (RFC 3261 §8.1.1), but for Max-Forwards. */
  get isComplete(): boolean {
    return !!(this.via && this.from && this.to && this.callId && this.cseq)
  }

  #clear(): void {
    this.sound = this.clean = this.countOfCredentials = this.#seen = 0
    this.bodyLength = -1
    this.via = this.from = this.to = this.contact = this.callId = undefined
    this.cseq = this.userAgent = this.server = this.credentials = undefined
    this.maxForwards = this.allow = this.supported = this.accept = undefined
    this.topVia.usual = this.fromAddress.usual = this.toAddress.usual = this.requestUri.usual = false
    this.contactAddress.usual = this.callIdParts.usual = false
  }

  /** Usual only where single blanks part the line: else its URI may stand elsewhere. */
  #readUri({ bytes, start, startAt, headersAt }: SipMessage): void {
    if (start?.kind !== 'request') return
    const from = startAt + start.method.length + 1
    const to = from + start.uri.length
    const end = to + 1 + start.version.length
    const isPlainLine = end + (bytes[end] === CR ? 2 : 1) === headersAt && to - from <= longestValue
    this.requestUri.usual = isPlainLine && this.requestUri.read(bytes, from, to) && isUri(this.requestUri)
  }

  #header(bytes: Uint8Array, header: Header, look: number, bit: number, method: string | undefined): void {
    const { colon, end } = header
    const from = colon + 2
    const to = bytes[end - 2] === CR ? end - 2 : end - 1
    const short = bytes[colon + 1] === SPACE && bytes[end - 1] === LF && to > from && to - from <= longestValue
    if (this.#look(bytes, header, look, from, short ? to : from, method)) {
      this.sound |= bit
      if (look !== looks.userAgent) this.clean |= bit
    }
  }

  /** Whether the value is in its usual form and may stand where it does. An empty one never is. */
  #look(
    bytes: Uint8Array,
    header: Header,
    look: number,
    from: number,
    to: number,
    method: string | undefined,
  ): boolean {
    switch (look) {
      case looks.via:
        if (this.via) return false
        this.via = header
        return this.topVia.read(bytes, from, to)
      case looks.from:
        if (this.from) return false
        this.from = header
        // RFC 2543 knew no tags.
        return this.fromAddress.read(bytes, from, to) && this.fromAddress.tagTo > 0
      case looks.to:
        if (this.to) return false
        this.to = header
        return this.toAddress.read(bytes, from, to)
      case looks.callId:
        if (this.callId) return false
        this.callId = header
        return this.callIdParts.read(bytes, from, to)
      case looks.cseq:
        if (this.cseq) return false
        this.cseq = header
        return isSequence(bytes, from, to, method)
      case looks.contact:
        if (this.contact) return false
        this.contact = header
        return this.contactAddress.read(bytes, from, to)
      case looks.userAgent:
        if (this.userAgent) return false
        this.userAgent = header
        return true
      case looks.maxForwards:
        if (this.maxForwards) return false
        this.maxForwards = header
        return isMaxForwards(bytes, from, to)
      default:
        return this.#further(bytes, header, look, from, to)
    }
  }

  /** What not every message has. */
  #further(bytes: Uint8Array, header: Header, look: number, from: number, to: number): boolean {
    switch (look) {
      case looks.allow:
        this.allow ??= header
        return isList(bytes, from, to)
      case looks.supported:
        this.supported ??= header
        return isList(bytes, from, to)
      case looks.accept:
        this.accept ??= header
        return isSdpType(bytes, from, to)
      case looks.server:
        this.server ??= header
        return false
      case looks.credentials:
        this.credentials ??= header
        this.countOfCredentials++
        return false
      case looks.contentLength:
        if (!this.#once(look)) return false
        this.bodyLength = numberIn(bytes, from, to)
        return this.bodyLength !== -1
      case looks.expires:
        return this.#once(look) && numberIn(bytes, from, to) !== -1
      default:
        return this.#once(look) && isSdpType(bytes, from, to)
    }
  }

  #once(look: number): boolean {
    const bit = 1 << look
    const first = (this.#seen & bit) === 0
    this.#seen |= bit
    return first
  }
}

/** An address that is a URI alone. */
const isUri = ({ bracketed, tagTo }: AddressGlance): boolean => !bracketed && tagTo === 0

/** Whether the header at this place has its bit in `sound` or `clean`. */
export const isSet = (bits: number, place: number): boolean => place < mostVouched && (bits & (1 << place)) !== 0

const glance = new Glance()
let lastMessage: SipMessage | undefined

/** All who ask about one message one after the other share what is read. */
export function glanceAt(message: SipMessage): Readonly<Glance> {
  if (message !== lastMessage) {
    glance.read(message)
    lastMessage = message
  }
  return glance
}
