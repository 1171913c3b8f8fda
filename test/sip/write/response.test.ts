import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerValue, headerValues, parseMessage } from '../../../src/sip/message/parse.ts'
import { buildResponse, type Answer } from '../../../src/sip/write/response.ts'
import { bytes, fixture, messagesIn, recording, request } from '../fixtures.ts'

const text = (raw: Uint8Array): string => new TextDecoder().decode(raw)
const answer = (raw: Uint8Array, more: Partial<Answer> = {}): string =>
  text(buildResponse(parseMessage(raw), { status: 200, reason: 'OK', toTag: 'ours', ...more }))

describe('an answer', () => {
  it('mirrors the request as RFC 3261 §8.2.6 says', () => {
    const raw = request({ headers: { 'Max-Forwards': '70' } })
    expect(answer(raw, { received: { address: '198.51.100.9', port: 4711 }, headers: [['Allow', 'OPTIONS']] })).toBe(
      [
        'SIP/2.0 200 OK',
        'Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKabc;rport=4711;received=198.51.100.9',
        'From: "A" <sip:alice@example.com>;tag=88',
        'To: <sip:bob@example.com>;tag=ours',
        'Call-ID: c1@192.0.2.7',
        'CSeq: 1 OPTIONS',
        'Allow: OPTIONS',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
  })

  it('keeps a tag that To has, and needs none', () => {
    expect(answer(request({ headers: { To: '<sip:b@c>;TAG=theirs' } }))).toContain('To: <sip:b@c>;TAG=theirs\r\n')
    const trying = buildResponse(parseMessage(request()), { status: 100, reason: 'Trying' })
    expect(text(trying)).toContain('To: <sip:bob@example.com>\r\n')
  })

  it('counts the bytes of its body', () => {
    const body = bytes('v=0 ü')
    const built = buildResponse(parseMessage(request()), { status: 200, reason: 'OK', body })
    expect(headerValue(parseMessage(built), 'content-length')).toBe('6')
    expect(parseMessage(built).body).toEqual(body)
  })

  it.each([
    ['SIP/2.0/UDP 192.0.2.7;branch=a', 'SIP/2.0/UDP 192.0.2.7;branch=a'],
    ['SIP/2.0/UDP pc.example;branch=a', 'SIP/2.0/UDP pc.example;branch=a;received=192.0.2.7'],
    ['SIP/2.0/UDP 192.0.2.7;rport;branch=a', 'SIP/2.0/UDP 192.0.2.7;rport=9;branch=a;received=192.0.2.7'],
    ['SIP/2.0/UDP h;received=6.6.6.6;rport', 'SIP/2.0/UDP h;rport=9;received=192.0.2.7'],
    [
      'SIP/2.0/UDP h;rport, SIP/2.0/TCP other;rport',
      'SIP/2.0/UDP h;rport=9;received=192.0.2.7, SIP/2.0/TCP other;rport',
    ],
    [
      'SIP/2.0/UDP h;branch="a;received=b;rport";rport',
      'SIP/2.0/UDP h;branch="a;received=b;rport";rport=9;received=192.0.2.7',
    ],
    ['SIP/2.0/UDP h ; received ; x', 'SIP/2.0/UDP h ; x;received=192.0.2.7'],
    ['nonsense', 'nonsense'],
  ])('notes where %j came from', (via, expected) => {
    const built = buildResponse(parseMessage(request({ headers: { Via: via } })), {
      status: 200,
      reason: 'OK',
      received: { address: '192.0.2.7', port: 9 },
    })
    expect(headerValue(parseMessage(built), 'via')).toBe(expected)
  })

  it('touches only the topmost of several Vias, and mirrors compact ones in order', () => {
    const raw = bytes('OPTIONS sip:a SIP/2.0\r\nv: SIP/2.0/UDP one;rport\r\nVia: SIP/2.0/UDP two;rport\r\n\r\n')
    const built = parseMessage(bytes(answer(raw, { received: { address: '192.0.2.7', port: 9 } })))
    expect(headerValues(built, 'via')).toEqual(['SIP/2.0/UDP one;rport=9;received=192.0.2.7', 'SIP/2.0/UDP two;rport'])
  })

  it('cannot be made to hold another line', () => {
    const raw = request({ headers: { From: 'a\r\n Evil: b\0', To: '<sip:x\rEvil: c>', 'Call-ID': 'x\r\n\tEvil: d' } })
    const built = answer(raw, { reason: 'O\r\nEvil: e\r\nK', headers: [['X\r\nEvil', 'f\r\n\r\nEvil: g']] })
    expect(built.split('\r\n').filter((line) => /^\s*Evil/.test(line))).toEqual([])
    expect(built).not.toMatch(/\0|[^\r]\n|\r[^\n]/)
  })

  it('keeps bytes that are no UTF-8', () => {
    const raw = request({ headers: { From: '"\u0001x" <sip:a@b>;tag=1' } }).map((byte) => (byte === 1 ? 0xff : byte))
    const built = buildResponse(parseMessage(raw), { status: 200, reason: 'OK' })
    expect(built.includes(0xff)).toBe(true)
  })
})

describe('whatever the request', () => {
  const mirroredKeys = ['from', 'call-id', 'cseq'] as const
  const check = (raw: Uint8Array): void => {
    const message = parseMessage(raw)
    const built = parseMessage(buildResponse(message, { status: 403, reason: 'Forbidden', toTag: 'ours' }))
    expect(built.start).toMatchObject({ kind: 'response', status: 403 })
    expect(headerValues(built, 'via')).toHaveLength(headerValues(message, 'via').length)
    expect(headerValues(built, 'content-length')).toEqual(['0'])
    for (const key of mirroredKeys)
      expect(headerValues(built, key)).toHaveLength(headerValue(message, key) === undefined ? 0 : 1)
    if (message.faults.length > 0) return
    for (const key of mirroredKeys) expect(headerValue(built, key)).toBe(headerValue(message, key))
    expect(headerValues(built, 'via')).toEqual(headerValues(message, 'via'))
    expect(headerValue(built, 'to')?.startsWith(headerValue(message, 'to')?.replace('\0', '') ?? '?')).toBe(true)
    expect(built.faults).toEqual([])
  }

  it('torture messages are mirrored', () => {
    for (const name of messagesIn('rfc4475')) check(fixture(`rfc4475/${name}`))
  })

  it('tools are mirrored', () => {
    for (const { raw } of recording('sip-tools/svcrack.jsonl')) check(raw)
  })

  it('any header values are mirrored and never start a line', () => {
    const value = fc.string({ unit: 'binary', maxLength: 30 })
    const headers = fc.record({ Via: value, From: value, To: value, 'Call-ID': value })
    fc.assert(
      fc.property(headers, (made) => check(request({ headers: made }))),
      { numRuns: 1000 },
    )
  })
})
