import fc from 'fast-check'
import { expect, it } from 'vitest'
import { echoOf } from '../../src/filter/echo/echo.ts'
import type { Filter } from '../../src/filter/filter.ts'
import { parseFilter } from '../../src/filter/parse.ts'
import { quoteValue } from '../../src/filter/parse/quoting.ts'
import { writeFilter } from '../../src/filter/write/write.ts'
import { anyFilter, place } from './arbitrary.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'Europe/Berlin' }

/** The same without places, which differ between two spellings. */
function unplaced(filter: Filter): Filter {
  switch (filter.kind) {
    case 'everything':
      return filter
    case 'and':
    case 'or':
      return { ...filter, parts: filter.parts.map(unplaced) }
    case 'not':
      return { ...filter, part: unplaced(filter.part) }
    case 'term':
      return { ...filter, place }
    case 'word':
      return { ...filter, place }
    case 'bytes':
      return { ...filter, place }
  }
}

const read = (text: string): Filter | undefined => parseFilter(text, options).filter

it('what is written is read again as the same filter, whatever it holds', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = writeFilter(filter)
      fc.pre(text.length <= 4000)
      const again = parseFilter(text, options)
      expect(
        again.problems.filter(({ weight }) => weight === 'error'),
        text,
      ).toEqual([])
      expect(unplaced(again.filter!)).toEqual(filter)
    }),
    { numRuns: 2000 },
  )
})

it('every filter has an echo of one harmless line', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const echo = echoOf(filter, options)
      expect(echo).toMatch(/^\S.*\S$/)
      expect(echo).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|undefined|NaN/u)
    }),
    { numRuns: 1000 },
  )
})

it('writes one spelling', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['', '*'],
    ['  method:invite   AND not(Country:de) ', 'method:INVITE -country:DE'],
    ['(a b) c', 'a b c'],
    ['a or (b or c)', 'a or b or c'],
    ['(a or b) c', '(a or b) c'],
    ['a b or c', '(a b) or c'],
    ['status:4xx', 'code:400..499'],
    ['code:>400,<200', 'code:>=401,<=199'],
    ['risk:>=high', 'risk:critical,high'],
    ['ua:"friendly scanner" ua:*"a b"', 'ua:"friendly scanner" ua:*"a b"'],
    ['"and"', '"and"'],
    ['src:10.1.*', 'src:10.1.0.0/16'],
    ['num:+46-850.780-296', 'num:+46850780296'],
    ['raw:"é"', 'raw:"\\xC3\\xA9"'],
  ]
  for (const [text, canonical] of spellings) expect(writeFilter(read(text)!), text).toBe(canonical)
})

it('quotes only what would be read otherwise', () => {
  for (const plain of ['scanner', '100@192.0.2.1', 'a:b', '+49', 'x..y', 'ä']) expect(quoteValue(plain)).toBe(plain)
  expect(quoteValue('')).toBe('""')
  expect(quoteValue('a b')).toBe('"a b"')
  expect(quoteValue('a"b\\c*')).toBe('"a\\"b\\\\c\\*"')
  expect(quoteValue('a\r\nb\u202e')).toBe('"a\\r\\nb\\u202E"')
})
