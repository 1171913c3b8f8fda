import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeFilter } from '../../../src/filter/write/write.ts'
import { parseFilter } from '../../../src/filter/parse.ts'
import { visible } from '../../../src/sip/text/visible.ts'
import { typable } from '../../../src/renderer/views/explore/query/typable.ts'

const meaning = (text: string): string | undefined => {
  const { filter } = parseFilter(text, { now: Date.UTC(2026, 2, 1), zone: 'UTC' })
  return filter && writeFilter(filter)
}
const acting = ['\u202e', '\u200b', '\ufeff', '\u0007', '\u00ad']

describe('filters from elsewhere', () => {
  it('are one line in which every character can be seen', () => {
    const part = fc.oneof(fc.constantFrom('a', '"', '*', ':', ' ', '\n', ...acting), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const line = typable(parts.join(''))
        expect(visible(line)).toBe(line)
        expect(typable(line)).toBe(line)
      }),
    )
  })

  it('mean what they meant', () => {
    const word = fc
      .array(fc.constantFrom('a', 'B', '1', '*', ...acting), { minLength: 1 })
      .map((parts) => parts.join(''))
    const value = fc.tuple(word, fc.boolean()).map(([text, quotes]) => (quotes ? `"${text}"` : text))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const text = `ua:${values.join(',')}\n-callid:${values.join(',')}`
        expect(meaning(typable(text))).toBe(meaning(text))
      }),
    )
  })

  it('are left alone when nothing in them acts', () => {
    expect(typable('method:INVITE  ua:"é 😀"')).toBe('method:INVITE  ua:"é 😀"')
  })

  it('are put in quotes where a character acts', () => {
    expect(typable('ua:a\u202eb*c')).toBe('ua:"a\\u202Eb"*c')
    expect(typable('method:INVITE\r\n\u2003country:DE')).toBe('method:INVITE   country:DE')
    expect(typable('ua:"a\u200b"')).toBe('ua:"a\\u200B"')
  })

  it('stay too long when they are', () => {
    expect(typable('a\u200b'.repeat(5000)).length).toBeGreaterThan(4000)
  })
})
