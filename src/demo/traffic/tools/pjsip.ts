import type { Challenge, Origin } from '../actor.ts'
import type { Random } from '../random.ts'
import { digestResponse } from './digest.ts'
import { message, sdp } from './message.ts'

/**
 * PJSIP, whatever its User-Agent claims: branches of `z9hG4bKPj` and a UUID, UUIDs as tags and Call-IDs, `;ob` in
 * Contact, a Content-Length padded to the width of five, and `s=pjmedia`.
 */
export interface PjsipSession {
  readonly user: string
  readonly host: string
  readonly origin: Origin
  readonly userAgent: string
  readonly callId: string
  readonly tag: string
  readonly sequence: number
}

const allow = 'Allow: PRACK, INVITE, ACK, BYE, CANCEL, UPDATE, INFO, SUBSCRIBE, NOTIFY, REFER, MESSAGE, OPTIONS'

export const pjsipBranch = (random: Random): string => `z9hG4bKPj${random.uuid()}`

const pjsipRegisterUri = (session: PjsipSession): string => `sip:${session.host}:5060;transport=UDP`

export const pjsipRegister = (session: PjsipSession, branch: string, authorization?: string): Buffer =>
  message([
    `REGISTER ${pjsipRegisterUri(session)} SIP/2.0`,
    via(session, branch),
    'Max-Forwards: 70',
    `From: <sip:${session.user}@${session.host}>;tag=${session.tag}`,
    `To: <sip:${session.user}@${session.host}>`,
    `Call-ID: ${session.callId}`,
    `CSeq: ${session.sequence} REGISTER`,
    `User-Agent: ${session.userAgent}`,
    contact(session),
    'Expires: 300',
    allow,
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    contentLength(''),
  ])

export function pjsipInvite(random: Random, session: PjsipSession, number: string, branch: string): Buffer {
  const body = offer(random, session.origin)
  return message(
    [
      `INVITE sip:${number}@${session.host}:5060 SIP/2.0`,
      via(session, branch),
      'Max-Forwards: 70',
      from(session),
      `To: sip:${number}@${session.host}`,
      contact(session),
      `Call-ID: ${session.callId}`,
      `CSeq: ${session.sequence} INVITE`,
      allow,
      'Supported: replaces, 100rel, timer, norefersub',
      'Session-Expires: 1800',
      'Min-SE: 90',
      `User-Agent: ${session.userAgent}`,
      'Content-Type: application/sdp',
      contentLength(body),
    ],
    body,
  )
}

export const pjsipAck = (session: PjsipSession, number: string, branch: string, to: string): Buffer =>
  message([
    `ACK sip:${number}@${session.host}:5060 SIP/2.0`,
    via(session, branch),
    'Max-Forwards: 70',
    from(session),
    `To: ${to}`,
    `Call-ID: ${session.callId}`,
    `CSeq: ${session.sequence} ACK`,
    contentLength(''),
  ])

export function pjsipAuthorization(
  random: Random,
  session: PjsipSession,
  challenge: Challenge,
  password: string,
): string {
  const cnonce = random.uuid()
  const count = '00000001'
  const uri = pjsipRegisterUri(session)
  const given = { user: session.user, password, method: 'REGISTER', uri, cnonce, count }
  return [
    `Digest username="${session.user}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${uri}"`,
    `response="${digestResponse(challenge, given)}"`,
    'algorithm=MD5',
    ...(challenge.qop === undefined ? [] : [`cnonce="${cnonce}"`]),
    ...(challenge.opaque === undefined ? [] : [`opaque="${challenge.opaque}"`]),
    ...(challenge.qop === undefined ? [] : ['qop=auth', `nc=${count}`]),
  ].join(', ')
}

const via = ({ origin }: PjsipSession, branch: string): string =>
  `Via: SIP/2.0/UDP ${origin.address}:${origin.port};rport;branch=${branch}`

const from = (session: PjsipSession): string => `From: sip:${session.user}@${session.host};tag=${session.tag}`

const contact = ({ user, origin }: PjsipSession): string => `Contact: <sip:${user}@${origin.address}:${origin.port};ob>`

const contentLength = (body: string): string => `Content-Length: ${String(body.length).padStart(5)}`

const codecs = ['98 speex/16000', '97 speex/8000', '99 speex/32000', '104 iLBC/8000', '3 GSM/8000', '0 PCMU/8000']

function offer(random: Random, origin: Origin): string {
  const session = `373${random.digits(7)}`
  return sdp([
    'v=0',
    `o=- ${session} ${session} IN IP4 ${origin.address}`,
    's=pjmedia',
    'b=AS:84',
    't=0 0',
    'a=X-nat:0',
    'm=audio 4262 RTP/AVP 98 97 99 104 3 0 96',
    `c=IN IP4 ${origin.address}`,
    'b=TIAS:64000',
    `a=rtcp:4263 IN IP4 ${origin.address}`,
    'a=sendrecv',
    ...codecs.map((codec) => `a=rtpmap:${codec}`),
    'a=rtpmap:96 telephone-event/8000',
    'a=fmtp:96 0-16',
  ])
}
