import fc from 'fast-check'
import { expect, it } from 'vitest'
import { asciiText, byteText, bytesOf, oneLine, readable, trimEndOf, utf8 } from '../../../src/sip/text/byte-text.ts'

const any = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
  fc.string({ maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
)

it('bytes become text of as many characters, and the same bytes again', () => {
  fc.assert(
    fc.property(any, (bytes) => {
      const text = byteText(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('latin1'))
      expect(bytesOf(text)).toEqual(bytes)
      expect(asciiText(bytes)).toBe(bytes.every((byte) => byte < 128) ? text : undefined)
    }),
  )
})

it('bytes are UTF-8 when a strict reader takes them', () => {
  const strict = (bytes: Uint8Array): string | undefined => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return undefined
    }
  }
  const nearly = fc.tuple(
    any,
    fc.constantFrom([0xef, 0xbf, 0xbd], [0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80], [0xc0, 0x80]),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        any,
        nearly.map(([bytes, more]) => Uint8Array.of(...bytes, ...more, ...bytes)),
      ),
      (bytes) => {
        expect(utf8(bytes)).toBe(strict(bytes))
        expect(readable(byteText(bytes))).toBe(strict(bytes) ?? byteText(bytes))
      },
    ),
  )
})

it('more bytes than a call takes arguments become text', () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, at) => at % 256)
  expect(byteText(bytes)).toBe(Buffer.from(bytes).toString('latin1'))
})

it('folded lines become one, and what stands at the end can be cut off', () => {
  expect(oneLine(' a\r\n b \n\tc\rd\r\n')).toBe('a b c d')
  expect(oneLine('\u00a0a\u00a0')).toBe('\u00a0a\u00a0')
  expect(trimEndOf('\r\na \r\n\n', '\r\n')).toBe('\r\na ')
  expect(trimEndOf('\r\n', '\r\n')).toBe('')
})
