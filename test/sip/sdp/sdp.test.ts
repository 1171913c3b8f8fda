import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { isWholeSdp } from '../../../src/sip/sdp/lines.ts'
import { parseSdp } from '../../../src/sip/sdp/sdp.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes, fixture } from '../fixtures.ts'

describe('a session description', () => {
  it('is read with its media, each with what is its own (RFC 5118 §4.8)', () => {
    const text =
      'v=0\no=bob 2807 2897 IN IP4 host.example.com\ns=x y\nc=IN IP4 192.0.2.9\nt=0 0\na=recvonly\nm=audio 22334/2 RTP/AVP 0 8\nc=IN IP4 192.0.2.1\nm=video 6024 RTP/AVP 107\nc=IN IP6 2001:db8::1\na=rtpmap:107 H263-1998/90000\n'
    const sdp = parseSdp(bytes(text))
    expect(sdp.origin).toEqual({ user: 'bob', sessionId: '2807', version: '2897', address: 'host.example.com' })
    expect([sdp.name, sdp.connection]).toEqual(['x y', { family: 'IP4', address: '192.0.2.9' }])
    expect(sdp.attributes).toEqual([{ name: 'recvonly', value: '' }])
    expect(sdp.media).toEqual([
      {
        type: 'audio',
        port: 22334,
        protocol: 'RTP/AVP',
        formats: ['0', '8'],
        connection: { family: 'IP4', address: '192.0.2.1' },
        attributes: [],
      },
      {
        type: 'video',
        port: 6024,
        protocol: 'RTP/AVP',
        formats: ['107'],
        connection: { family: 'IP6', address: '2001:db8::1' },
        attributes: [{ name: 'rtpmap', value: '107 H263-1998/90000' }],
      },
    ])
  })

  it.each(['\r\n', '\n', '\r'])('ends lines with %j', (end) => {
    const sdp = parseSdp(bytes(['v=0', 'o=- 1 2 IN IP4 a', 's=-', 't=0 0', 'm=audio 1 RTP/AVP 0', ''].join(end)))
    expect([sdp.origin?.user, sdp.media.length, sdp.lines.length]).toEqual(['-', 1, 5])
  })

  it('keeps broken lines', () => {
    const { lines, media, origin } = parseSdp(bytes('hello\r\nv=0\r\no=\r\nm=\r\nm=audio port\r\n=x\r\n'))
    expect(lines.map(({ letter, value }) => `${letter}|${value}`)).toEqual([
      '|hello',
      'v|0',
      'o|',
      'm|',
      'm|audio port',
      '|=x',
    ])
    expect([origin, media.map(({ port }) => port)]).toEqual([undefined, [undefined, undefined]])
  })

  it('says where its lines stand, in bytes', () => {
    const { body } = parseMessage(fixture('rfc4475/wsinv.dat'))
    for (const { letter, value, start, end } of parseSdp(body).lines) {
      expect(Buffer.from(body.subarray(start, end)).toString()).toBe(`${letter}=${value}`)
    }
  })

  it.each([
    ['v=0\r\no=-\r\ns=-\r\nt=0 0\r\n', true],
    ['v=0\no=-\ns=-\nt=0 0', true],
    ['v=0\r\n\r\no=-\r\ns=-\r\nt=0 0\r\n', true],
    ['v=0\r\no=-\r\ns=-\r\n', false],
    ['v=0\r\no=-\r\ns=-\r\nt=0 0\r\nhello', false],
    ['', false],
  ])('%j is whole: %s', (text, whole) => expect(isWholeSdp(bytes(text))).toBe(whole))

  it('takes any bytes, and its ranges stay inside', () => {
    const piece = fc.constantFrom(
      'v=0',
      'o=',
      'm=audio 1 a 2',
      'a=x:y',
      'c=IN IP4 a',
      '\r\n',
      '\n',
      '\r',
      '\0',
      'ü',
      ' ',
      '=',
    )
    const grammatical = fc.array(piece, { maxLength: 30 }).map((parts) => bytes(parts.join('')))
    fc.assert(
      fc.property(fc.oneof(grammatical, fc.uint8Array({ maxLength: 200 })), (body) => {
        isWholeSdp(body)
        let at = 0
        for (const { start, end } of parseSdp(body).lines) {
          expect(start >= at && end > start && end <= body.length).toBe(true)
          at = end
        }
      }),
    )
  })

  it('of nothing but lines is bounded', () => expect(parseSdp(bytes('m=\n'.repeat(20_000))).media).toHaveLength(1000))
})
