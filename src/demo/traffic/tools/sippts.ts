import type { Origin } from '../actor.ts'
import type { Random } from '../random.ts'
import { message } from './message.ts'

/**
 * sippts: a branch of 71 characters without the magic cookie, two blanks where an empty display name stood, and
 * `pplsip` as its name.
 */
export interface SipptsRequest {
  readonly method: string
  readonly user: string
  readonly host: string
  readonly origin: Origin
  readonly callId: string
}

const allow =
  'Allow: INVITE, REGISTER, ACK, CANCEL, BYE, NOTIFY, REFER, OPTIONS, INFO, SUBSCRIBE, UPDATE, PRACK, MESSAGE'

export const sipptsOverTcp = (random: Random, request: SipptsRequest): Buffer =>
  message([
    `${request.method} ${uri(request)} SIP/2.0`,
    `Via: SIP/2.0/TCP ${request.origin.address}:${request.origin.port};branch=${random.alphanumeric(71)};rport`,
    `From:  <sip:${request.user}@${request.host}>;tag=${random.hex(8)}`,
    `To:  <sip:${request.user}@${request.host}>`,
    `Contact: <sip:${request.user}@${request.origin.address}:${request.origin.port};transport=TCP>;expires=120`,
    `Call-ID: ${request.callId}`,
    `CSeq: 1 ${request.method}`,
    'Max-Forwards: 70',
    'User-Agent: pplsip',
    allow,
    ...(request.method === 'REGISTER' ? ['Expires: 120'] : []),
    'Content-Length: 0',
  ])

const uri = ({ method, user, host }: SipptsRequest): string =>
  method === 'REGISTER' ? `sip:${host}` : `sip:${user}@${host}`
