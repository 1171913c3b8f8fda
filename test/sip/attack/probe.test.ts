import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/sip/analysis.ts'
import type { AttackClass } from '../../../src/sip/attack/class.ts'

const of = (text: string): unknown => analyse({ raw: new Uint8Array(Buffer.from(text, 'latin1')), direction: 'in' })

describe('bytes that are no SIP', () => {
  it.each<[AttackClass, string, string]>([
    ['non-sip', 'an HTTP request', 'GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n'],
    ['non-sip', 'an HTTP request', 'OPTIONS / HTTP/1.0\r\n\r\n'],
    ['non-sip', 'an RTSP request', 'OPTIONS / RTSP/1.0\r\n\r\n'],
    ['non-sip', 'a Remote Desktop request', '\x03\x00\x00/*\xe0\x00\x00\x00\x00\x00Cookie: mstshash=Administr\r\n'],
    ['non-sip', 'a TLS ClientHello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['non-sip', 'a DTLS ClientHello', '\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x50\x01\0\0'],
    ['non-sip', 'a Redis command', '*1\r\n$4\r\nINFO\r\n$1'],
    ['non-sip', 'an SSH greeting', 'SSH-2.0-Go\r\n'],
    ['non-sip', 'an SSDP search', 'M-SEARCH * HTTP/1.1\r\n\r\n'],
    ['non-sip', 'an SMB negotiation', '\0\0\0\x85\xffSMBr\0\0\0\0'],
    ['non-sip', 'an SMB negotiation', '\0\0\0\x85\xfeSMB@\0\0\0\0'],
    ['non-sip', 'a STUN request', '\0\x01\0\0\x21\x12\xa4\x42abcdefghijkl'],
    ['non-sip', 'a DNS query', '\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x07version\x04bind\0\0\x10\0\x03'],
    ['non-sip', 'an NTP request', `\x1b${'\0'.repeat(46)}\x01`],
    ['non-sip', 'an SNMP request', '\x30\x26\x02\x01\x01\x04\x06public'],
    ['rtp-bleed', 'RTP to a port', '\x80\0\0\x01\0\0\0\x01\0\0\0\x01\x7f\x7f'],
    ['rtp-bleed', 'RTCP to a port', '\x80\xc8\0\x06\0\0\0\x01'],
    ['non-sip', 'nothing in it belongs to SIP', 'hello'],
    ['malformed', 'wants to be SIP', 'OPTIONS sip:nm'],
    ['malformed', 'wants to be SIP', 'INVITE\r\nVia: SIP/2.0/UDP x\r\n\r\n'],
    ['signalling', 'empty lines', '\r\n\r\n'],
    ['signalling', 'empty lines', ''],
    ['signalling', 'empty lines', '\0'],
  ])('%s: %s: %j', (name, reason, text) =>
    expect(of(text)).toMatchObject({ kind: 'other', class: name, reason: expect.stringContaining(reason) as string }),
  )
})
