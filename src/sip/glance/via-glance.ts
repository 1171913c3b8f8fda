import { isHost } from './host.ts'
import { bytesOfAscii, endOfDigits, endOfPlain, portIn, standsAt } from './letters.ts'

const SPACE = 32
const COLON = 58
const SEMICOLON = 59
const EQUALS = 61
const start = bytesOfAscii('SIP/2.0/')
const branch = bytesOfAscii('branch=')
const rport = bytesOfAscii('rport')
const cookie = bytesOfAscii('z9hG4bK')
const transports = ['UDP', 'TCP', 'TLS', 'WS', 'WSS', 'SCTP'].map(bytesOfAscii)
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
    const end = endOfPlain(bytes, from, to)
    if (standsAt(bytes, from, end, reserved) || !isHost(bytes, from, end)) return -1
    this.hostFrom = from
    this.hostTo = end
    this.port = -1
    if (bytes[end] !== COLON) return end
    const behind = endOfDigits(bytes, end + 1, to)
    this.port = portIn(bytes, end + 1, behind)
    return this.port === -1 ? -1 : behind
  }

  #params(bytes: Uint8Array, from: number, to: number): boolean {
    let at = from
    while (at < to) {
      if (bytes[at] !== SEMICOLON) return false
      at = this.#param(bytes, at + 1, to)
      if (at === -1) return false
    }
    return true
  }

  /** Each once; offset behind it, -1 when it is unusual. */
  #param(bytes: Uint8Array, from: number, to: number): number {
    const end = endOfPlain(bytes, from, to)
    if (bytes[end] === EQUALS) return this.#branch(bytes, from, end, to)
    if (this.rport || end - from !== rport.length || !standsAt(bytes, from, to, rport)) return -1
    this.rport = true
    this.branchFirst = this.branchTo !== 0
    return end
  }

  #branch(bytes: Uint8Array, from: number, equals: number, to: number): number {
    if (this.branchTo !== 0 || equals - from !== branch.length - 1 || !standsAt(bytes, from, to, branch)) return -1
    const end = endOfPlain(bytes, equals + 1, to)
    const size = end - equals - 1
    // Nothing but the cookie tells no transaction from another.
    if (size === 0 || (size === cookie.length && standsAt(bytes, equals + 1, end, cookie))) return -1
    this.branchFrom = equals + 1
    this.branchTo = end
    return end
  }
}

/** Offset of the host, -1 when a transport stands before it that nobody knows. */
function behindTransport(bytes: Uint8Array, from: number, to: number): number {
  if (!standsAt(bytes, from, to, start)) return -1
  const transport = from + start.length
  for (const known of transports) {
    const end = transport + known.length
    if (bytes[end] === SPACE && standsAt(bytes, transport, to, known)) return end + 1
  }
  return -1
}
