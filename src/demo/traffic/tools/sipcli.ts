import { inUri, type Origin } from '../actor.ts'
import type { Random } from '../random.ts'
import { message, sdp } from './message.ts'

/**
 * sipcli v1.8: To and From before Via, the branch made of the Call-ID, and a session line that gives away the
 * address of the caller's own network.
 */
export interface SipcliCall {
  readonly user: string
  readonly caller: string
  readonly host: string
  readonly origin: Origin
  readonly callId: string
  readonly tag: string
}

const lanAddress = '192.168.1.102'
const mediaPort = 14_838

export function sipcliInvite(random: Random, call: SipcliCall): Buffer {
  const body = offer(random, call.origin)
  return message(
    [
      `INVITE sip:${call.user}@${call.host} SIP/2.0`,
      `To: ${call.user}<sip:${call.user}@${call.host}>`,
      from(call),
      via(call),
      `Call-ID: ${call.callId}`,
      'CSeq: 1 INVITE',
      `Contact: <sip:${call.caller}@${inUri(call.origin.address)}:${call.origin.port}>`,
      'Max-Forwards: 70',
      'Allow: INVITE, ACK, CANCEL, BYE',
      'User-Agent: sipcli/v1.8',
      'Content-Type: application/sdp',
      `Content-Length: ${body.length}`,
    ],
    body,
  )
}

/** It takes the branch of the INVITE again and our To header with our tag (RFC 3261 §17.1.1.3). */
export const sipcliAck = (call: SipcliCall, to: string): Buffer =>
  message([
    `ACK sip:${call.user}@${call.host} SIP/2.0`,
    via(call),
    from(call),
    `Call-ID: ${call.callId}`,
    'CSeq: 1 ACK',
    `To: ${to}`,
    'Max-Forwards: 70',
    'Content-Length: 0',
  ])

const from = (call: SipcliCall): string => `From: ${call.caller}<sip:${call.caller}@${call.host}>;tag=${call.tag}`

const via = (call: SipcliCall): string =>
  `Via: SIP/2.0/UDP ${inUri(call.origin.address)}:${call.origin.port};branch=z9hG4bK-${call.callId};rport`

const offer = (random: Random, origin: Origin): string =>
  sdp([
    'v=0',
    `o=sipcli-Session ${random.digits(10)} ${random.digits(10)} IN IP4 ${lanAddress}`,
    's=sipcli',
    `c=IN IP4 ${origin.address}`,
    't=0 0',
    `m=audio ${mediaPort} RTP/AVP 18 0 8 101`,
    'a=fmtp:101 0-15',
    'a=rtpmap:18 G729/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=ptime:20',
    'a=sendrecv',
  ])
