import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { lineText } from '../../../src/sip/write/line.ts'
import { writeMessage, type MessageParts } from '../../../src/sip/write/message.ts'
import { bytes } from '../fixtures.ts'

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
