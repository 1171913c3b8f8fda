import { rfcMethods } from '../message/methods.ts'
import { byteText } from '../text/byte-text.ts'
import { found, type Finding } from './finding.ts'

const keepAlive = found('signalling', 'empty lines keep a way through NAT open')
const brokenSip = found('malformed', 'wants to be SIP but has no readable first line')
const anything = found('non-sip', 'nothing in it belongs to SIP')
const rtp = found('rtp-bleed', 'RTP to a port that holds no call: a relay that learns addresses would answer with one')
const rtcp = found('rtp-bleed', 'RTCP to a port that holds no call')

const sipLike = new RegExp(`\\bsips?/\\d|^\\s*(?:${rfcMethods.join('|')})\\b|\\bsips?:\\S|(?:^|\\n)(?:via|v) ?:`, 'i')

/** Where a protocol shows itself. */
const firstBytes = 1024

/** What bytes are that hold no SIP message: a keep-alive, broken SIP, media, or another protocol by name. */
export function findingOfProbe(bytes: Uint8Array): Finding {
  if (isBlank(bytes)) return keepAlive
  const text = byteText(bytes.subarray(0, firstBytes))
  return byText(text) ?? (sipLike.test(text) ? brokenSip : (byBytes(bytes) ?? anything))
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 13 && byte !== 10 && byte !== 0) return false
  return true
}

const named = (what: string): Finding => found('non-sip', `${what}, not SIP`)

const byFirstText: readonly (readonly [RegExp, Finding])[] = [
  [
    /^(?:GET|POST|HEAD|PUT|DELETE|CONNECT|TRACE|PATCH|PRI|OPTIONS|PROPFIND) \S.{0,2000} HTTP\/\d/,
    named('an HTTP request'),
  ],
  [/^HTTP\/\d/, named('an HTTP answer')],
  [/^(?:DESCRIBE|SETUP|PLAY|TEARDOWN|ANNOUNCE|OPTIONS) \S.{0,1000} RTSP\/\d/, named('an RTSP request')],
  [/^\*\d{1,4}\r\n\$\d{1,6}\r\n/, named('a Redis command')],
  [/^SSH-\d/, named('an SSH greeting')],
  [/^(?:EHLO|HELO|MAIL FROM:)/i, named('an SMTP command')],
  [/^M-SEARCH \* HTTP|^NOTIFY \* HTTP/, named('an SSDP search')],
  [/^JRMI|^\xac\xed\0\x05/, named('a Java RMI call')],
  [/^stats\r\n|^version\r\n|^\0.{7}stats\r\n/s, named('a memcached command')],
  [/^\0\0\0[\x20-\xff]\xff?SMB/, named('an SMB negotiation')],
  [/^\0\0..[\xfe\xff]SMB/s, named('an SMB negotiation')],
  [/^\x03\0\0.{2}\xe0|Cookie: mstshash=/s, named('a Remote Desktop request')],
]

const byText = (text: string): Finding | undefined => byFirstText.find(([pattern]) => pattern.test(text))?.[1]

const tls = named('a TLS ClientHello')
const dtls = named('a DTLS ClientHello')
const stun = named('a STUN request')
const dns = named('a DNS query')
const snmp = named('an SNMP request')
const ntp = named('an NTP request')
const h323 = named('an H.323 call set-up')
const iax = named('an IAX2 message')

/** Protocols of bytes, each by what RFC 7983 and its own standard fix in the first ones. */
function byBytes(bytes: Uint8Array): Finding | undefined {
  const at = (index: number): number => bytes[index] ?? -1
  const length = bytes.length
  if (at(0) === 0x16 && at(1) === 3 && at(5) === 1) return tls
  if (at(0) === 0x16 && at(1) === 0xfe && at(13) === 1) return dtls
  if (at(0) < 2 && at(4) === 0x21 && at(5) === 0x12 && at(6) === 0xa4 && at(7) === 0x42) return stun
  if (at(0) >> 6 === 2) return media(bytes)
  if (at(0) === 0x30 && at(2) === 2 && at(3) === 1 && at(4) < 4) return snmp
  if (at(0) === 3 && at(1) === 0 && at(4) === 8) return h323
  if (length >= 17 && (at(2) & 0xf8) === 0 && at(4) === 0 && at(5) === 1 && at(6) === 0) return dns
  if (length === 48 && (at(0) & 7) === 3) return ntp
  if (length >= 12 && at(0) & 0x80 && at(10) === 6) return iax
  return undefined
}

/** RFC 3550 §5.1, §6.4 and RFC 5761 §4: version 2; packet types 192 to 223 are RTCP. */
function media(bytes: Uint8Array): Finding | undefined {
  const type = bytes[1] ?? 0
  if (bytes.length >= 8 && type >= 192 && type <= 223) return rtcp
  return bytes.length >= 12 ? rtp : undefined
}
