import { describe, expect, it } from 'vitest'
import { faultCodes, faultOf, type FaultCode } from '../../../src/sip/fault/fault.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes, request } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

const found = (raw: Uint8Array): readonly FaultCode[] => [...new Set(parseMessage(raw).faults.map(({ code }) => code))]
const withHeaders = (headers: Record<string, string>, start?: string): readonly FaultCode[] =>
  found(request({ headers, ...(start !== undefined && { start }) }))

/** One message for each kind of fault, with that fault alone. */
const broken: Readonly<Partial<Record<FaultCode, Uint8Array>>> = {
  'too-long': request({ headers: { 'Content-Type': 'text/plain' }, body: 'a'.repeat(66_000) }),
  'start-line-blanks': request({ start: 'OPTIONS  sip:bob@example.com SIP/2.0', headers: { CSeq: '1 OPTIONS' } }),
  version: request({ start: 'OPTIONS sip:bob@example.com SIP/3.0' }),
  'header-name': request({ headers: { 'X Y': '1' } }),
  'not-utf8': new Uint8Array(
    Buffer.from(request({ headers: { Subject: '\xff' } }))
      .toString()
      .split('')
      .map((c) => c.charCodeAt(0)),
  ),
  'missing-header': request({ headers: { 'Call-ID': '' } }),
  'duplicate-header': request({ headers: { Expires: '1', EXPIRES: '1' } }),
  'identity-twice': request({ headers: { i: 'another' } }),
  cseq: request({ headers: { CSeq: '1' } }),
  'cseq-method': request({ headers: { CSeq: '1 INVITE' } }),
  'request-uri-brackets': request({ start: 'OPTIONS <sip:a@b> SIP/2.0' }),
  'request-uri-headers': request({ start: 'OPTIONS sip:a@b?Subject=x SIP/2.0' }),
  'uri-scheme': request({ headers: { To: '<bob@example.com>' } }),
  'uri-characters': request({ headers: { To: '<sip:b|b@example.com>' } }),
  'uri-escape': request({ headers: { To: '<sip:b%zz@example.com>' } }),
  'uri-user': request({ headers: { To: '<sip:@example.com>' } }),
  'foreign-scheme': request({ headers: { To: '<http://example.com/>' } }),
  'uri-steering': request({ headers: { Contact: '<sip:a@b?Route=%3Csip:c%3E>' } }),
  host: request({ headers: { To: '<sip:bob@>' } }),
  port: request({ headers: { To: '<sip:bob@b:70000>' } }),
  'ipv6-brackets': request({ headers: { To: '<sip:bob@2001:db8::1>' } }),
  'ipv6-three-colons': request({ headers: { To: '<sip:bob@[2001:db8:::192.0.2.1]>' } }),
  'open-quote': request({ headers: { To: '"Bob <sip:b@b>' } }),
  'open-bracket': request({ headers: { To: '<sip:b@b' } }),
  'blank-in-brackets': request({ headers: { To: '< sip:b@b>' } }),
  'display-name': request({ headers: { To: 'Bell, A <sip:b@b>' } }),
  'needs-brackets': request({ headers: { Contact: 'sip:b@b?a=b' } }),
  parameter: request({ headers: { To: '<sip:b@b>;;x=1' } }),
  'parameter-twice': request({ headers: { To: '<sip:b@b>;tag=1;TAG=2' } }),
  'from-tag': request({ headers: { From: '<sip:b@b>' } }),
  'star-contact': request({ headers: { Contact: '*' } }),
  via: request({ headers: { Via: 'UDP 192.0.2.1;branch=z9hG4bKa' } }),
  'branch-cookie': request({ headers: { Via: 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK;rport' } }),
  broadcast: request({ headers: { Via: 'SIP/2.0/UDP 255.255.255.255:5060;branch=z9hG4bKa' } }),
  'call-id': request({ headers: { 'Call-ID': 'a b' } }),
  'max-forwards': request({ headers: { 'Max-Forwards': '256' } }),
  'max-forwards-zero': request({ headers: { 'Max-Forwards': '0' } }),
  expires: request({ headers: { Expires: '4294967296' } }),
  'q-value': request({ headers: { Contact: '<sip:a@b>;q=1.5' } }),
  'retry-after': request({ headers: { 'Retry-After': 'soon' } }),
  warning: request({ headers: { Warning: '30 host "text"' } }),
  date: request({ headers: { Date: 'Fri, 30 Feb 2010 16:00:00 GMT' } }),
  'token-list': request({ headers: { Allow: 'INVITE,,ACK' } }),
  'unknown-extension': request({ headers: { Require: '100rel, nobody-has-this' } }),
  'auth-scheme': request({ headers: { Authorization: 'Basic YTpi' } }),
  'digest-fields': request({ headers: { Authorization: 'Digest username="a", realm="b", cnonce="c"' } }),
  'content-type': request({ headers: { 'Content-Type': 'sdp' } }),
  'content-type-missing': request({ body: 'hello' }),
  'offer-type': request({ start: 'INVITE sip:a@b SIP/2.0', headers: { 'Content-Type': 'a/b' }, body: 'x' }),
  accept: request({ start: 'INVITE sip:a@b SIP/2.0', headers: { Accept: 'text/plain' } }),
  sdp: request({ headers: { 'Content-Type': 'application/sdp' }, body: 'v=0\r\ns=-\r\nt=0 0\r\n' }),
  'content-length': request({ headers: { 'Content-Length': 'Ninety nine' } }),
  'content-length-disagrees': request({ headers: { 'Content-Length': '0', l: '5' } }),
  'short-body': request({ headers: { 'Content-Length': '5' } }),
}

describe('each kind of fault', () => {
  it.each(Object.entries(broken))('%s is found, and nothing else', (code, raw) => expect(found(raw)).toEqual([code]))

  it.each(faultCodes)('%s has words and a rule', (code) => {
    const { message, rule } = faultOf(code as FaultCode)
    expect(message).toMatch(/^[A-Z].{10,}[^.]$/)
    expect(rule).toMatch(/^RFC \d+ §|^bound of this reader$/)
  })

  it('has an empty header that everyone needs', () => expect(found(bytes(emptyTo))).toEqual(['empty-header']))
})

const emptyTo =
  'OPTIONS sip:b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\nFrom: <sip:a@b>;tag=1\r\nTo:\r\ni: 1\r\nCSeq: 1 OPTIONS\r\n\r\n'

/** What working telephones and PBXs write: none of it is a fault. */
describe('no fault has', () => {
  it.each<[string, Record<string, string>]>([
    ['a display name without a blank behind it', { To: '"Bob"<sip:bob@example.com>' }],
    ['a display name in UTF-8 within quotes', { To: '"Bäckström" <sip:bob@example.com>' }],
    ['quotes in a display name', { To: '"\\"Bob\\" <x>" <sip:bob@example.com>' }],
    ['an instance id', { Contact: '<sip:a@b:5060;ob>;reg-id=1;+sip.instance="<urn:uuid:0000-1>"' }],
    ['several contacts', { Contact: '<sip:a@b>;q=0.5, "B, C" <sip:b@c>;expires=60' }],
    ['a rich user part', { To: "<sip:a;b=?$&,/+'()*:pw@example.com;lr;x=y%41>" }],
    ['IPv6', { Via: 'SIP/2.0/UDP [2001:db8::9:1]:5060;received=[2001:db8::9:255];branch=z9hG4bKa' }],
    ['several Vias in a row', { Via: 'SIP/2.0/TCP a.b;branch=z9hG4bKa ;rport , SIP / 2.0 / UDP c : 5062' }],
    ['a tel URI', { To: '<tel:+46-8-123;phone-context=+46;ext=12>' }],
    ['an empty list', { Supported: ' ', Allow: ' ' }],
    ['options that exist', { Require: 'timer,replaces', Supported: 'outbound, path ,X-cisco-serviceuri' }],
    ['digest of SIPVicious', { Authorization: 'Digest username="1",realm="r",nonce="n",uri="u",response="f"' }],
    ['digest in capitals', { Authorization: 'DIGEST Username="1", Realm="r", Nonce="n", URI="u", Response="f"' }],
    ['a challenge', { 'WWW-Authenticate': 'Digest realm="r", nonce="n,m", qop="auth,auth-int"' }],
    ['a date', { Date: 'Sat, 13 Nov 2010 23:29:00 GMT' }],
    ['a warning', { Warning: '307 isi.edu "Session parameter \'foo\' not understood", 301 a "b, c"' }],
    ['a retry', { 'Retry-After': '18000 (in a meeting);duration=3600' }],
    ['a longest expiry', { Expires: '4294967295', 'Min-Expires': '0' }],
    ['an Allow of real telephones', { Allow: 'PRACK, INVITE ,ACK, BYE, CANCEL, UPDATE, SUBSCRIBE' }],
    ['an odd Call-ID', { 'Call-ID': 'a==/{}[]:"<>@192.0.2.1:5060' }],
    ['a service number', { To: '<urn:service:sos>' }],
    ['an instant message', { From: 'im:a@b;tag=1', To: '<pres:c@d>' }],
    ['a Contact that is no telephone', { Contact: '<mailto:a@b>;q=0.1, <http://a/~b>, <sip:a@b>' }],
    ['names with a dot behind, underscores and zeros', { Contact: '<sip:a@my_pbx.example.com.>, <sip:a@010.1.1.01>' }],
    ['a session timer', { 'Session-Expires': '1800;refresher=uac', 'Min-SE': '90' }],
    [
      'routes of Kamailio',
      { Route: '<sip:192.0.2.1;r2=on;lr;ftag=a;did=5.c>,<sip:192.0.2.2:5061;transport=tls;lr=on>' },
    ],
    ['an asserted identity', { 'P-Asserted-Identity': '"A" <sip:+4681@b>, <tel:+4681>' }],
  ])('%s', (_, headers) => expect(withHeaders(headers)).toEqual([]))

  it('a Contact that takes all registrations away', () => {
    const start = 'REGISTER sip:example.com SIP/2.0'
    expect(withHeaders({ Contact: '*', Expires: '0' }, start)).toEqual([])
    expect(withHeaders({ Contact: '*', Expires: '60' }, start)).toEqual(['star-contact'])
    expect(withHeaders({ Contact: '*, <sip:a@b>', Expires: '0' }, start)).toEqual(['star-contact'])
  })

  it('an INVITE that names in a second row what it accepts', () => {
    const headers = { Accept: 'application/isup', accept: 'application/sdp' }
    expect(withHeaders(headers, 'INVITE urn:service:sos SIP/2.0')).toEqual([])
  })

  it.each(['application/sdp', 'Application/SDP ; charset=utf-8', 'multipart/mixed;boundary=x'])('%s', (type) => {
    const body = 'v=0\no=- 1 1 IN IP4 a\ns=-\nt=0 0\n'
    expect(found(request({ start: 'INVITE sip:a@b SIP/2.0', headers: { 'Content-Type': type }, body }))).toEqual([])
  })
})

describe('what fuzzers send', () => {
  it.each<[string, string, FaultCode]>([
    ['To', '<sip:b@999.1.1.1>', 'host'],
    ['To', '<sip:b@1.2.3>', 'host'],
    ['Contact', '<sip:b@a..b>', 'host'],
    ['Contact', '<sip:b@-a.b>', 'host'],
    ['Contact', '<sip:b@.a>', 'host'],
    ['Via', 'SIP/2.0/UDP 256.1.1.1;branch=z9hG4bKa', 'host'],
    ['Via', 'SIP/2.0/UDP a;branch', 'parameter'],
    ['Via', 'SIP/2.0/UDP a;ttl=256;branch=z9hG4bKa', 'parameter'],
    ['Via', 'SIP/2.0/UDP a;rport=x;branch=z9hG4bKa', 'parameter'],
    ['Via', 'SIP/2.0/UDP a;rport=65536;branch=z9hG4bKa', 'parameter'],
    ['Via', 'SIP/2.0/UDP a;branch=z9hG4bKa;rport;branch=z9hG4bKb', 'parameter-twice'],
    ['To', '<sip:b@b;transport=>', 'parameter'],
    ['To', '<sip:b@b>;tag', 'parameter'],
    ['To', '<sip:b@b;lr;transport=tcp;Transport=udp>', 'parameter-twice'],
    ['From', '<sip:b@b;tag=1>', 'from-tag'],
    ['Route', 'sip:b@b', 'needs-brackets'],
    ['Record-Route', 'sip:b@b;lr', 'needs-brackets'],
    ['P-Asserted-Identity', '<sip:b@b', 'open-bracket'],
    ['Allow', ', INVITE', 'token-list'],
    ['Content-Type', 'a/b;c', 'content-type'],
    ['Content-Type', 'a/b;c="d', 'parameter'],
    ['WWW-Authenticate', 'Digest realm="a"', 'digest-fields'],
    ['Authorization', 'Digest username="a" realm="b" nonce="c" uri="d" response="e"', 'digest-fields'],
    ['Session-Expires', 'x;refresher=uac', 'expires'],
    ['Min-SE', '-1', 'expires'],
  ])('%s: %s', (name, value, code) => expect(withHeaders({ [name]: value })).toEqual([code]))

  it.each(['SIP/2.0 200', 'SIP/2.0  200 OK', 'SIP/2.0\t200 OK'])('%j', (start) =>
    expect(withHeaders({ CSeq: '1 OPTIONS' }, start)).toEqual(['start-line-blanks']),
  )
  it.each(['SIP/2.0 200 ', 'SIP/2.0 200 OK', 'sip/2.0 200 Everything fine'])('%j is well written', (start) =>
    expect(withHeaders({}, start)).toEqual([]),
  )
  it('a header that may stand once, twice', () =>
    expect(withHeaders({ 'User-Agent': 'a', 'user-agent': 'b' })).toEqual(['duplicate-header']))
})

describe('a fault points at its trouble', () => {
  const textAt = (headers: Record<string, string>, code: FaultCode): string => {
    const raw = request({ headers })
    const at = parseMessage(raw).faults.find((fault) => fault.code === code)?.at
    return Buffer.from(raw.subarray(at)).toString('latin1').split('\r\n')[0] ?? ''
  }

  it('within the value', () => {
    expect(textAt({ Contact: '<sip:a@b>, <sip:c@d>;q=7' }, 'q-value')).toBe('q=7')
    expect(textAt({ To: '"A" <sip:bob@b:99999;lr>' }, 'port')).toBe(':99999;lr>')
  })

  it('at the beginning of a folded value, whose bytes are not its characters', () => {
    expect(textAt({ Contact: '<sip:a@b>,\r\n <sip:c@d>;q=7' }, 'q-value')).toBe('<sip:a@b>,')
  })
})

describe('hostile numbers of faults', () => {
  it('are bounded', () => {
    const headers = Array.from({ length: 250 }, (_, at) => `Contact: ${',;'.repeat(200)}${at}`)
    const raw = bytes(['OPTIONS sip:a@b SIP/2.0', ...headers, '', ''].join('\r\n'))
    expect(parseMessage(raw).faults.length).toBeLessThan(80)
  })

  it.each([',', ';', '"', '<', '"\\', ' ', '=', '%', ':', '[', '<"', '";', ', ,'])('cost linear time: %j', (piece) => {
    const value = piece.repeat(60_000 / piece.length)
    const begins = {
      Via: 'SIP/2.0/UDP a',
      From: 'a',
      Contact: '<sip:a@b>',
      CSeq: '1',
      Allow: 'a',
      Warning: '301 a ',
      Authorization: 'Digest a',
      Require: 'a',
      Accept: 'a/b',
      'Retry-After': '5',
      'Content-Type': 'a/b',
      Route: '<sip:a;',
    }
    for (const [name, begin] of Object.entries(begins)) {
      const raw = request({ headers: { [name]: `${begin}${value}x` } })
      const from = spent()
      expect(parseMessage(raw).faults.length).toBeGreaterThanOrEqual(0)
      expect(spent() - from).toBeLessThan(500)
    }
  })
})
