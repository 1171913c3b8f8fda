import type { Challenge } from '../actor.ts'
import type { Random } from '../random.ts'
import { digestResponse } from './digest.ts'
import { message } from './message.ts'

/**
 * SIPVicious under Python 3 (svhelper.py, makeRequest): decimal branch and Call-ID, To equal to From, and the
 * scanner's own state as hexadecimal text in the From tag. It names 127.0.0.1 in Via wherever it runs.
 */
export interface SipviciousRequest {
  readonly method: string
  readonly uri: string
  /** To and From alike. */
  readonly identity: string
  readonly tag: string
  readonly callId: string
  readonly contact: string
  readonly port: number
  readonly sequence?: number
  readonly authorization?: string
}

const userAgent = 'friendly-scanner'

export const sipviciousRequest = (random: Random, request: SipviciousRequest): Buffer =>
  message([
    `${request.method} ${request.uri} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${request.port};branch=z9hG4bK-${decimal(random, 32)};rport`,
    'Max-Forwards: 70',
    `To: ${request.identity}`,
    `From: ${request.identity};tag=${request.tag}`,
    `User-Agent: ${userAgent}`,
    `Call-ID: ${request.callId}`,
    `Contact: ${request.contact}`,
    `CSeq: ${request.sequence ?? 1} ${request.method}`,
    'Accept: application/sdp',
    'Content-Length: 0',
    ...(request.authorization === undefined ? [] : [`Authorization: ${request.authorization}`]),
  ])

/** Random whole number of so many bits (at most 53), in decimal. */
export const decimal = (random: Random, bits: number): string => String(Math.floor(random.fraction() * 2 ** bits))

/** The tag tells what the scanner works on: `what` and a random number, as hexadecimal text. */
export const stateTag = (random: Random, what: string): string =>
  Buffer.from(`${what}\x01${decimal(random, 32)}`, 'utf8').toString('hex')

/** No blanks after commas, the count in decimal, `qop` unquoted: svhelper.py, challengeResponse. */
export function sipviciousAuthorization(
  random: Random,
  challenge: Challenge,
  user: string,
  password: string,
  uri: string,
): string {
  const cnonce = random.hex(32)
  const count = '00000001'
  const response = digestResponse(challenge, { user, password, method: 'REGISTER', uri, cnonce, count })
  return [
    `Digest username="${user}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${uri}"`,
    ...(challenge.qop === undefined ? [] : [`cnonce="${cnonce}"`, `nc=${count}`]),
    'algorithm=MD5',
    'qop=auth',
    `response="${response}"`,
    ...(challenge.opaque === undefined ? [] : [`opaque="${challenge.opaque}"`]),
  ].join(',')
}
