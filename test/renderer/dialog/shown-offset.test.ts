import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bytesBefore } from '../../../src/renderer/views/dialog/shown-offset.ts'
import { byteText, readable } from '../../../src/sip/text/byte-text.ts'
import { visible } from '../../../src/sip/text/visible.ts'

const before = (bytes: Uint8Array, shown: number): number => bytesBefore(readable(byteText(bytes)), bytes.length, shown)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

it.each([
  ['plain', utf8('abc'), 1, 1],
  ['behind an escape of four characters', utf8('a\x01b'), 5, 2],
  ['inside that escape', utf8('a\x01b'), 3, 1],
  ['behind a character of two bytes', utf8('éb'), 1, 2],
  ['bytes that are no UTF-8', Uint8Array.of(0xe9, 0x41, 0x42), 2, 2],
  ['beyond the end', utf8('abc'), 9, 2],
] as const)('%s', (_, bytes, shown, at) => expect(before(bytes, shown)).toBe(at))

it('leads from every place shown to a byte, never backwards', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const length = visible(readable(byteText(bytes))).length
      let last = 0
      for (let shown = 0; shown <= length; shown++) {
        const at = before(bytes, shown)
        expect(at).toBeGreaterThanOrEqual(last)
        expect(at).toBeLessThan(bytes.length)
        last = at
      }
    }),
  )
})
