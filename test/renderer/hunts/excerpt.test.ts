import fc from 'fast-check'
import { expect, it } from 'vitest'
import { visible } from '../../../src/sip/text/visible.ts'
import { excerptParts } from '../../../src/renderer/views/hunts/excerpt.ts'

const shown = (excerpt: Parameters<typeof excerptParts>[0]): string =>
  excerptParts(excerpt)
    .flatMap(({ segments }) => segments.map(({ text }) => text))
    .join('')

it('marks the match and nothing else', () => {
  const parts = excerptParts({ text: 'To: <sip:900>', from: 9, to: 12 })
  expect(parts.map(({ marked, segments }) => [marked, segments.map(({ text }) => text).join('')])).toEqual([
    [false, 'To: <sip:'],
    [true, '900'],
    [false, '>'],
  ])
  expect(excerptParts({ text: '', from: 0, to: 0 })).toEqual([])
})

it('keeps the match in sight, however much stands before it', () => {
  const parts = excerptParts({ text: `${'a'.repeat(60)}900`, from: 60, to: 63 })
  expect(parts.map(({ segments }) => segments.map(({ text }) => text).join(''))).toEqual([`…${'a'.repeat(24)}`, '900'])
})

it('shows every byte and lets none of them act, wherever the match is said to be', () => {
  const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
  const place = fc.integer({ min: -5, max: 24 })
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 30 }), place, place, (bytes, from, to) => {
      const text = bytes.join('')
      expect(shown({ text, from, to })).toBe(visible(text))
    }),
  )
})
