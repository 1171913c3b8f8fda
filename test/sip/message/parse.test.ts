import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/sip/analysis.ts'
import { headerValue, headerValues, parseMessage } from '../../../src/sip/message/parse.ts'
import { buildResponse } from '../../../src/sip/write/response.ts'
import { bytes, fixture, messagesIn, recording, request } from '../fixtures.ts'
import { checkInput } from '../fuzz/invariants.ts'
import { spent } from '../../support/cost.ts'

const codes = (raw: Uint8Array): readonly string[] => parseMessage(raw).faults.map((fault) => fault.code)

describe('line ends', () => {
  const plain = request({ body: 'x=1' })
  const text = new TextDecoder().decode(plain)

  it.each([
    ['LF', text.replaceAll('\r\n', '\n')],
    ['CR alone', text.replaceAll('\r\n', '\r')],
    ['mixed', text.replace('\r\n', '\n').replace('To: ', '\r\n\tTo: ').replace('\r\n\tTo', 'To')],
    ['leading empty lines', `\r\n\r\n${text}`],
  ])('%s: start line, headers and body are found', (_, changed) => {
    const message = parseMessage(bytes(changed))
    expect(message.start).toMatchObject({ kind: 'request', method: 'OPTIONS' })
    expect(message.headers.map((header) => header.key)).toEqual(['via', 'from', 'to', 'call-id', 'cseq'])
    expect(new TextDecoder().decode(message.body)).toBe('x=1')
  })
})

describe('headers', () => {
  it('have ranges that cut exactly their lines out of the bytes', () => {
    const raw = request({ headers: { Subject: 'a\r\n b\r\n\tc' } })
    const subject = parseMessage(raw).headers.find((header) => header.key === 'subject')
    expect(subject?.value).toBe('a b c')
    expect(new TextDecoder().decode(raw.subarray(subject?.start, subject?.end))).toBe('Subject: a\r\n b\r\n\tc\r\n')
  })

  it('may be compact, in any case, and have blanks before the colon', () => {
    const message = parseMessage(bytes('OPTIONS sip:a SIP/2.0\r\nV : one\r\nvia:two\r\nI:\tx\r\n\r\n'))
    expect(headerValues(message, 'via')).toEqual(['one', 'two'])
    expect(headerValue(message, 'call-id')).toBe('x')
    expect(message.headers[0]?.name).toBe('V')
  })

  it('without a colon are kept and flagged', () => {
    const raw = request({ headers: { Subject: 'x\r\nnonsense' } })
    expect(codes(raw)).toEqual(['header-without-colon'])
    expect(parseMessage(raw).headers.at(-1)?.name).toBe('nonsense')
  })

  it('in UTF-8 are read as UTF-8, any other bytes as one character each', () => {
    const utf8 = request({ headers: { Subject: 'Grüße' } })
    expect(headerValue(parseMessage(utf8), 'subject')).toBe('Grüße')
    const latin = Uint8Array.from(utf8.filter((byte) => byte !== 0xc3))
    expect(headerValue(parseMessage(latin), 'subject')).toBe('Gr\u00bc\u009fe')
    expect(codes(latin)).toEqual(['not-utf8'])
  })

  it('beyond the limit are not read', () => {
    const raw = bytes(`OPTIONS sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(300)}\r\n`)
    expect(parseMessage(raw).headers).toHaveLength(256)
    expect(codes(raw)).toContain('too-many-headers')
  })
})

describe('the body', () => {
  it.each([
    ['3', 'abc', 'abc', []],
    ['2', 'abc', 'ab', []],
    ['9', 'abc', 'abc', ['short-body']],
    ['-1', 'abc', 'abc', ['content-length']],
    ['Ninety nine', 'abc', 'abc', ['content-length']],
    ['   3', 'abc', 'abc', []],
    ['', 'abc', 'abc', []],
  ])('Content-Length "%s" of "%s" gives "%s"', (length, body, expected, faults) => {
    const raw = request({ headers: { 'Content-Type': 'text/plain', 'Content-Length': length }, body })
    expect(new TextDecoder().decode(parseMessage(raw).body)).toBe(expected)
    expect(codes(raw)).toEqual(faults)
  })

  it('has no certain length when two Content-Lengths disagree', () => {
    expect(codes(request({ headers: { 'Content-Length': '0', l: '4' } }))).toEqual(['content-length-disagrees'])
  })
})

describe('the first line', () => {
  it.each(['', 'GET / HTTP/1.1', 'SIP/2.0', 'OPTIONS sip:a', 'OPTIONS  SIP/2.0', '\0\x01\x02', ' ', 'SIP/2.0 20 OK'])(
    '%j is no start line',
    (line) => expect(parseMessage(bytes(`${line}\r\nVia: x\r\n\r\n`)).start).toBeUndefined(),
  )

  it('of an answer may have an empty reason', () => {
    expect(parseMessage(bytes('SIP/2.0 100 \r\n\r\n')).start).toMatchObject({ status: 100, reason: '' })
    expect(parseMessage(bytes('SIP/2.0 100\r\n\r\n')).start).toMatchObject({ status: 100, reason: '' })
  })

  it('is understood with blanks where none may be, and flagged', () => {
    for (const start of [
      ' OPTIONS sip:a SIP/2.0',
      'OPTIONS  sip:a SIP/2.0',
      'OPTIONS sip:a SIP/2.0 ',
      'OPTIONS sip:a b SIP/2.0',
    ]) {
      const message = parseMessage(request({ start, headers: { CSeq: '1 OPTIONS' } }))
      expect(message.start).toMatchObject({ method: 'OPTIONS' })
      expect(message.faults.map((fault) => fault.code)).toEqual(['start-line-blanks'])
    }
  })

  it('names what is mandatory and missing', () => {
    expect(codes(request({ headers: { 'Call-ID': '', To: '' } }))).toEqual(['missing-header', 'missing-header'])
  })
})

describe('any bytes', () => {
  it('are read without throwing, with ranges inside, and written again byte for byte', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), checkInput), { numRuns: 2000 })
  })

  it('made of SIP pieces are read without throwing', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'INVITE sip:a@b SIP/2.0\r\n',
        'Via: ',
        'From: ',
        'to:',
        '<sip:',
        '>',
        '"',
        '\\',
        ';tag=',
        ',',
        ':',
      ),
      fc.constantFrom('\r\n', '\n', '\r', ' ', '\0', '@', '%', '%41', 'l: 4', '[', ']', '=', "'", '/*', 'ü', 'union '),
      fc.string({ maxLength: 5 }),
    )
    const text = fc.array(piece, { maxLength: 40 }).map((parts) => bytes(parts.join('')))
    fc.assert(fc.property(text, checkInput), { numRuns: 2000 })
  })

  it('of a real message cut at any place are read without throwing', () => {
    const tools = recording('sip-tools/svcrack.jsonl').slice(1, 2)
    const torture = ['wsinv', 'intmeth', 'dblreq'].map((name) => fixture(`rfc4475/${name}.dat`))
    for (const raw of [...torture, ...tools.map((line) => line.raw)]) {
      for (let cut = 0; cut <= raw.length; cut++) checkInput(raw.subarray(0, cut))
    }
  })

  it('with one byte changed are read without throwing', () => {
    const originals = messagesIn('rfc4475').map((name) => fixture(`rfc4475/${name}`))
    const changed = fc.tuple(fc.constantFrom(...originals), fc.nat(), fc.nat(255)).map(([raw, at, byte]) => {
      const copy = raw.slice()
      copy[at % copy.length] = byte
      return copy
    })
    fc.assert(fc.property(changed, checkInput), { numRuns: 2000 })
  })

  const blanks = ' '.repeat(60_000)
  it.each([
    ['blanks in a value', `a${blanks}b\r\n c`],
    ['unclosed quotes', '"\\'.repeat(30_000)],
    ['quotes and separators', ';"'.repeat(30_000)],
    ['open brackets', '<'.repeat(60_000)],
    ['stray CR', `\r${'\r'.repeat(60_000)}x`],
    ['blanks before rport', `SIP/2.0/UDP a;rport${blanks}x`],
    ['blanks in sent-by', `SIP/2.0/UDP a${blanks}b;branch=z`],
    ['blanks after a number', `1${blanks}2`],
    ['quotes and blanks', "' ".repeat(30_000)],
    ['backticks', '`a'.repeat(30_000)],
    ['comments', '/*'.repeat(30_000)],
  ])('take linear time: %s', (_, value) => {
    const headers = { Via: value, From: value, To: value, CSeq: value, Authorization: `Digest ${value}` }
    const raw = request({ headers, start: 'INVITE sip:+4685078029@example.com SIP/2.0' })
    const started = spent()
    analyse({ raw: raw.subarray(0, 65_535), direction: 'in' })
    for (const [key, text] of Object.entries(headers)) {
      analyse({ raw: request({ headers: { [key]: text } }), direction: 'in' })
    }
    const received = { address: '192.0.2.1', port: 9 }
    buildResponse(parseMessage(raw), { status: 400, reason: 'Bad Request', toTag: 'ours', received })
    // Linear code takes milliseconds here, quadratic code many seconds.
    expect(spent() - started).toBeLessThan(1500)
  })
})
