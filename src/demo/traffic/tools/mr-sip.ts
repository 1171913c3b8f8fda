import type { Origin } from '../actor.ts'
import type { Random } from '../random.ts'
import { message, sdp } from './message.ts'

/** Mr.SIP's INVITE: ten digits in the branch, six in the tag, and a session line with a fixed private address. */
export function mrSipInvite(random: Random, origin: Origin, host: string, number: string): Buffer {
  const body = offer(random)
  const own = `${origin.address}:${origin.port}`
  return message(
    [
      `INVITE sip:${number}@${host};transport=UDP SIP/2.0`,
      `Via: SIP/2.0/UDP ${own};branch=z9hG4bK-${distinctDigits(random)};rport`,
      'Max-Forwards: 70',
      `Contact: <sip:${number}@${own};transport=UDP>`,
      `To: <sip:${number}@${host};transport=UDP>`,
      `From: <sip:${random.between(100, 999)}@${host};transport=UDP>;tag=${random.digits(6)}`,
      `Call-ID: ${distinctCharacters(random)}${random.digits(5)}@${host}`,
      'CSeq: 1 INVITE',
      'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, MESSAGE, SUBSCRIBE, INFO',
      `User-Agent: ${random.pick(userAgents)}`,
      'Allow-Events: presence, kpml, talk',
      'Content-Type: application/sdp',
      `Content-Length: ${body.length}`,
    ],
    body,
  )
}

/** It takes its name from a list of real products. */
const userAgents = ['Asterisk PBX 13.18.3', 'Linksys/SPA942-6.1.5', 'Z 3.15.40006 rv2.8.20', 'FPBX-15.0.17'] as const

const distinctDigits = (random: Random): string => random.shuffle(Array.from('0123456789')).join('')

const distinctCharacters = (random: Random): string =>
  random.shuffle(Array.from('abcdefghijklmnopqrstuvwxyz0123456789')).slice(0, 27).join('')

const offer = (random: Random): string =>
  sdp([
    'v=0',
    `o=Z ${random.digits(8)} 0 IN IP4 192.168.1.45`,
    's=Z',
    'c=IN IP4 192.168.1.45',
    't=0 0',
    'm=audio 8002 RTP/AVP 3 0 8 101',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=sendrecv',
  ])
