import { describe, expect, it } from 'vitest'
import { findHeader, headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { serialise, spansOf } from '../../../src/sip/message/spans.ts'
import { bytes, fixture, request } from '../fixtures.ts'

const parsed = (text: string) => parseMessage(bytes(text))

describe('how a header was written', () => {
  const message = parsed(
    'OPTIONS sip:a SIP/2.0\r\nVIA:one\r\nf \t:  two\nTo:\r\n three\r\nCall-ID: \t four  \r\nSubject:\r\nX-Own: five\r\n\r\n',
  )
  const written = message.headers.map(({ name, blankBeforeColon, blankAfterColon, value, lineEnd, folded }) => [
    name,
    blankBeforeColon,
    blankAfterColon,
    value,
    lineEnd,
    folded,
  ])

  it('is told without reading its bytes again', () => {
    expect(written).toEqual([
      ['VIA', '', '', 'one', 'crlf', false],
      ['f', ' \t', '  ', 'two', 'lf', false],
      ['To', '', '\r\n ', 'three', 'crlf', true],
      ['Call-ID', '', ' \t ', 'four', 'crlf', false],
      ['Subject', '', '\r\n', '', 'crlf', false],
      ['X-Own', '', ' ', 'five', 'crlf', false],
    ])
  })

  it('leaves the name and the value where they stand in the bytes', () => {
    const { bytes: raw } = message
    const at = (from: number, to: number): string => new TextDecoder().decode(raw.subarray(from, to))
    expect(message.headers.map((header) => at(header.nameStart, header.nameEnd))).toEqual(written.map(([name]) => name))
    expect(message.headers.map((header) => at(header.valueStart, header.valueEnd))).toEqual(
      written.map(([, , , value]) => value),
    )
    expect(message.headers.map((header) => at(header.colon, header.colon + 1))).toEqual(written.map(() => ':'))
  })

  it.each([
    ['OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\n', 'crlf'],
    ['OPTIONS sip:a SIP/2.0\nVia: x\n\n', 'lf'],
    ['OPTIONS sip:a SIP/2.0\rVia: x\r\r', 'cr'],
    ['OPTIONS sip:a SIP/2.0\r\nVia: x\n\r\n', 'mixed'],
    ['OPTIONS sip:a SIP/2.0\r\nVia: x\n y\r\n\r\n', 'mixed'],
    ['OPTIONS sip:a SIP/2.0\r\nVia: x\r\n\r\nbody\nof lines\n', 'crlf'],
    ['\n\nOPTIONS sip:a SIP/2.0\r\nVia: x', 'crlf'],
    ['OPTIONS sip:a SIP/2.0', 'none'],
    ['', 'none'],
  ])('%j has line ends: %s', (text, expected) => expect(parsed(text).lineEnds).toBe(expected))

  it('gives names in any case, compact or long, the same key', () => {
    const names = ['CALL-ID', 'call-id', 'i', 'I', 'Call-ID']
    expect(names.map((name) => parsed(`OPTIONS sip:a SIP/2.0\r\n${name}: 1\r\n\r\n`).headers[0]?.key)).toEqual(
      names.map(() => 'call-id'),
    )
    // Bytes that differ from letters and hyphens in one bit only.
    for (const name of ['Via\x00', 'V\x09a', 'call\rid', '\x16ia', 'CSEQ\x7f', 'Kia', 'z', 'X-Unheard-Of']) {
      const [header] = parsed(`OPTIONS sip:a SIP/2.0\r\n${name}: 1\r\n\r\n`).headers
      expect(header?.key).toBe(name.toLowerCase())
    }
  })
})

describe('the parts of a message', () => {
  it('follow each other without a gap', () => {
    const text = '\r\n\nOPTIONS sip:a SIP/2.0\r\n lost\r\nVia: x\r\n y\r\nContent-Length: 2\r\n\r\nabc'
    const message = parsed(text)
    const parts = spansOf(message).map(({ kind, start, end }) => [kind, text.slice(start, end)])
    expect(parts).toEqual([
      ['keep-alive', '\r\n\n'],
      ['start', 'OPTIONS sip:a SIP/2.0\r\n'],
      ['unread', ' lost\r\n'],
      ['header', 'Via: x\r\n y\r\n'],
      ['header', 'Content-Length: 2\r\n'],
      ['separator', '\r\n'],
      ['body', 'ab'],
      ['surplus', 'c'],
    ])
    expect(new TextDecoder().decode(serialise(message))).toBe(text)
  })

  it('hold what is beyond the bounds of reading', () => {
    const long = bytes(`OPTIONS sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(300)}\r\n${'x'.repeat(70_000)}`)
    expect(spansOf(parseMessage(long)).find(({ kind }) => kind === 'unread')).toMatchObject({ end: 23 + 300 * 6 })
    expect(serialise(parseMessage(long))).toEqual(long)
  })
})

describe('bytes beyond ASCII', () => {
  it('in the body leave the head as it is', () => {
    const raw = Uint8Array.of(...request({ headers: { 'Content-Type': 'a/b', 'Content-Length': '2' } }), 0xff, 0xfe)
    const message = parseMessage(raw)
    expect(headerValue(message, 'from')).toBe('"A" <sip:alice@example.com>;tag=88')
    expect(message.body).toEqual(Uint8Array.of(0xff, 0xfe))
    expect(message.faults).toEqual([])
  })

  it('in the first line are read as UTF-8 where they are UTF-8', () => {
    expect(parsed('OPTIONS sip:grün@a SIP/2.0\r\n\r\n').start).toMatchObject({ uri: 'sip:grün@a' })
    const unreason = parseMessage(fixture('rfc4475/unreason.dat'))
    expect(unreason.start).toMatchObject({ status: 200, reason: '= 2**3 * 5**2 но сто девяносто девять - простое' })
    const latin = Uint8Array.from(bytes('OPTIONS sip:grün@a SIP/2.0\r\n\r\n').filter((byte) => byte !== 0xc3))
    expect(parseMessage(latin).start).toMatchObject({ uri: 'sip:gr\u00bcn@a' })
  })

  it('may be U+FFFD itself', () => {
    const raw = request({ headers: { Subject: 'a\ufffdb' } })
    expect(headerValue(parseMessage(raw), 'subject')).toBe('a\ufffdb')
    expect(parseMessage(raw).faults).toEqual([])
    expect(headerValue(parseMessage(Uint8Array.of(...raw.subarray(0, -4), 0xff, 13, 10, 13, 10)), 'subject')).toBe(
      'a\u00ef\u00bf\u00bdb\u00ff',
    )
  })

  it('never hide the blanks around a value', () => {
    const [header] = parsed('OPTIONS sip:a SIP/2.0\r\nSubject:  ü\u00a0 \r\n\r\n').headers
    expect(header?.value).toBe('ü\u00a0')
    expect(findHeader({ headers: header ? [header] : [] }, 'subject')).toBe(header)
  })
})
