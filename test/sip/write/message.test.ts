import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headerValue, parseMessage } from '../../../src/sip/message/parse.ts'
import { lineText } from '../../../src/sip/write/line.ts'
import { writeMessage, type MessageParts } from '../../../src/sip/write/message.ts'
import { rewriteMessage } from '../../../src/sip/write/rewrite.ts'
import { bytes, fixture, messagesIn, recording, request } from '../fixtures.ts'

const text = (parts: MessageParts): string => Buffer.from(writeMessage(parts)).toString('latin1')
const options = { method: 'OPTIONS', uri: 'sip:a@b' } as const

describe('a written message', () => {
  it('has its headers in order, spelled as given, and its length counted in bytes', () => {
    const headers = [
      ['v', 'SIP/2.0/UDP h'],
      ['CALL-ID', 'x'],
      ['X-Empty', ''],
    ] as const
    expect(text({ start: options, headers, body: bytes('ü') })).toBe(
      'OPTIONS sip:a@b SIP/2.0\r\nv: SIP/2.0/UDP h\r\nCALL-ID: x\r\nX-Empty: \r\nContent-Length: 2\r\n\r\n\xc3\xbc',
    )
    expect(text({ start: { status: 486, reason: 'Besetzt – später' }, headers: [] })).toBe(
      'SIP/2.0 486 Besetzt \xe2\x80\x93 sp\xc3\xa4ter\r\nContent-Length: 0\r\n\r\n',
    )
  })

  it('counts in place where a length is among the headers, and leaves a wrong one alone when told to', () => {
    const headers = [
      ['l', '99'],
      ['X', '1'],
    ] as const
    expect(text({ start: options, headers })).toBe('OPTIONS sip:a@b SIP/2.0\r\nl: 0\r\nX: 1\r\n\r\n')
    expect(text({ start: options, headers, contentLength: 'given' })).toBe(
      'OPTIONS sip:a@b SIP/2.0\r\nl: 99\r\nX: 1\r\n\r\n',
    )
    expect(text({ start: options, headers: [], contentLength: 'given' })).toBe('OPTIONS sip:a@b SIP/2.0\r\n\r\n')
  })

  it('sends bytes of others as they came', () => {
    const value = new Uint8Array([0x22, 0xff, 0xfe, 0x22])
    expect(text({ start: options, headers: [['From', value]] })).toContain('From: "\xff\xfe"\r\n')
  })

  it('keeps every part on its line, whatever it holds', () => {
    const hostile = fc.string({ unit: fc.constantFrom('\r', '\n', '\0', ' ', '\t', 'a', ':', 'é', '\u2028') })
    const parts = fc.tuple(hostile, hostile, fc.array(fc.tuple(hostile, fc.oneof(hostile, fc.uint8Array()))))
    fc.assert(
      fc.property(parts, ([method, uri, headers]) => {
        for (const start of [
          { method, uri },
          { status: 200, reason: uri },
        ]) {
          const written = text({ start, headers, contentLength: 'given' })
          expect(written.endsWith('\r\n\r\n')).toBe(true)
          const lines = written.slice(0, -4).split('\r\n')
          expect(lines).toHaveLength(1 + headers.length)
          expect(lines.join('')).not.toMatch(/[\r\n\0]/)
        }
      }),
    )
    expect(lineText('a\r\n  b\0c\rd')).toBe('a bc d')
  })

  it('is read back as what was written', () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,10}$/)
    const value = fc.stringMatching(/^[!-~](?:[ -~]{0,20}[!-~])?$/)
    const headers = fc.array(
      fc.tuple(
        token.map((name) => `X-${name}`),
        value,
      ),
      { maxLength: 10 },
    )
    fc.assert(
      fc.property(token, headers, fc.uint8Array(), (method, made, body) => {
        const message = parseMessage(writeMessage({ start: { method, uri: 'sip:a' }, headers: made, body }))
        expect(message.start).toMatchObject({ method, uri: 'sip:a' })
        expect(message.headers.slice(0, -1).map((header) => [header.name, header.value])).toEqual(made)
        expect(Array.from(message.body)).toEqual(Array.from(body))
      }),
    )
  })
})

describe('a message that is written again', () => {
  const again = (raw: Uint8Array): Uint8Array => rewriteMessage(parseMessage(raw), () => undefined)

  it('is the same byte for byte when nothing is changed', () => {
    for (const name of messagesIn('rfc4475'))
      expect(again(fixture(`rfc4475/${name}`))).toEqual(fixture(`rfc4475/${name}`))
    for (const { raw } of recording('sip-tools/svcrack.jsonl')) expect(again(raw)).toEqual(raw)
  })

  it('is so whatever the bytes', () => {
    const lines = fc.array(
      fc.constantFrom('a: b', ' fold', '', 'no colon', ': x', 'v:', '\0', 'l: 3', 'OPTIONS a SIP/2.0'),
    )
    const broken = fc.tuple(lines, fc.constantFrom('\r\n', '\n', '\r')).map(([all, end]) => bytes(all.join(end)))
    fc.assert(
      fc.property(fc.oneof(broken, fc.uint8Array()), (raw) => {
        expect(again(raw)).toEqual(raw)
      }),
    )
  })

  it('changes the value alone, or takes the whole header out', () => {
    const raw = bytes('OPTIONS sip:a SIP/2.0\r\nt :  <sip:b>\r\n ;x=1  \nFrom: a\r\nno colon\r\n\r\nbody')
    const changed = rewriteMessage(parseMessage(raw), ({ key }) => {
      if (key === 'from') return null
      return key === 'to' ? 'new\r\nEvil: 1' : undefined
    })
    expect(Buffer.from(changed).toString()).toBe('OPTIONS sip:a SIP/2.0\r\nt :  new Evil: 1  \nno colon\r\n\r\nbody')
  })

  it('can anonymise: what is changed is read back, the rest is as it was', () => {
    const message = parseMessage(request())
    const changed = parseMessage(rewriteMessage(message, ({ key }) => (key === 'call-id' ? 'hidden' : undefined)))
    expect(headerValue(changed, 'call-id')).toBe('hidden')
    expect(headerValue(changed, 'from')).toBe(headerValue(message, 'from'))
  })
})
