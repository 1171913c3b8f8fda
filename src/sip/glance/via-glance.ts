import { endOfHost } from './host.ts'
import { bytesOfAscii, endOfDigits, endOfPlain, portIn, standsAt } from './letters.ts'

const COLON = 58
const overUdp = bytesOfAscii('SIP/2.0/UDP ')
const overOthers = ['TCP', 'TLS', 'WS', 'WSS', 'SCTP'].map((name) => bytesOfAscii(`SIP/2.0/${name} `))
const branch = bytesOfAscii(';branch=')
const rport = bytesOfAscii(';rport')
const cookie = bytesOfAscii('z9hG4bK')
/** 255.255.255.255 is the broadcast address, and no server stands at others that begin so (RFC 1112 §4). */
const reserved = bytesOfAscii('255.')

/**
 * One Via in its usual form: `SIP/2.0/UDP host:port;branch=x;rport`, with or without port and parameters. Reused for
 * every message: what was read last lies in the fields, as offsets.
 */
export class ViaGlance {
  /** Whether the value is in the usual form. Nothing else is set when it is not. */
  usual = false
  hostFrom = 0
  hostTo = 0
  /** -1 when there is none. */
  port = -1
  /** Empty when there is none. */
  branchFrom = 0
  branchTo = 0
  /** Whether `;rport` stands behind the branch or elsewhere, and how many parameters there are: at most these two. */
  rport = false
  branchFirst = false

  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.branchFrom = this.branchTo = 0
    this.rport = this.branchFirst = false
    const host = behindTransport(bytes, from, to)
    const params = host === -1 ? -1 : this.#sentBy(bytes, host, to)
    this.usual = params !== -1 && this.#params(bytes, params, to)
    return this.usual
  }

  /** Offset behind it, -1 when it is unusual. */
  #sentBy(bytes: Uint8Array, from: number, to: number): number {
    const end = endOfHost(bytes, from, to)
    if (end === -1 || standsAt(bytes, from, end, reserved)) return -1
    this.hostFrom = from
    this.hostTo = end
    this.port = -1
    if (bytes[end] !== COLON) return end
    const behind = endOfDigits(bytes, end + 1, to)
    this.port = portIn(bytes, end + 1, behind)
    return this.port === -1 ? -1 : behind
  }

  /** Each of the two at most once. */
  #params(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from
    while (at < to) {
      if (this.branchTo === 0 && standsAt(bytes, at, to, branch)) at = this.#branch(bytes, at + branch.length, to)
      else if (!this.rport && standsAt(bytes, at, to, rport)) at = this.#rport(at)
      else return false
      if (at === -1) return false
    }
    return true
  }

  /** Offset behind it, -1 when it is nothing but the cookie, which tells no transaction from another, or is missing. */
  #branch(bytes: Uint8Array, from: number, to: number): number {
    const end = endOfPlain(bytes, from, to)
    if (end === from || (end - from === cookie.length && standsAt(bytes, from, end, cookie))) return -1
    this.branchFrom = from
    this.branchTo = end
    return end
  }

  #rport(from: number): number {
    this.rport = true
    this.branchFirst = this.branchTo !== 0
    return from + rport.length
  }
}

/** Offset of the host, -1 when a transport stands before it that nobody knows. */
function behindTransport(bytes: Uint8Array, from: number, to: number): number {
  if (standsAt(bytes, from, to, overUdp)) return from + overUdp.length
  const other = overOthers.find((start) => standsAt(bytes, from, to, start))
  return other === undefined ? -1 : from + other.length
}
