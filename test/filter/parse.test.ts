import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromWireshark } from '../../src/filter/wireshark/wireshark.ts'
import { completionsAt } from '../../src/filter/complete.ts'
import { addTerm, removeTerm } from '../../src/filter/edit.ts'
import type { Filter, Test } from '../../src/filter/filter.ts'
import { parseFilter } from '../../src/filter/parse.ts'
import { spent } from '../support/cost.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'UTC' }
const read = (text: string): Filter | undefined => parseFilter(text, options).filter

function testOf(text: string): Test {
  const filter = read(text)
  expect(filter?.kind, text).toBe('term')
  return filter?.kind === 'term' ? filter.test : { kind: 'any' }
}
const valuesOf = (text: string): unknown => {
  const test = testOf(text)
  return test.kind === 'any' ? 'any' : test.values
}

it('joins conditions: a blank and `and` bind tighter than `or`, `not` tightest, whatever their case', () => {
  const shape = (filter: Filter | undefined): unknown => {
    if (filter?.kind === 'word') return filter.text
    if (filter?.kind === 'not') return { not: shape(filter.part) }
    return filter && 'parts' in filter ? { [filter.kind]: filter.parts.map(shape) } : filter
  }
  expect(shape(read('a b'))).toEqual({ and: ['a', 'b'] })
  expect(shape(read('a AND b Or not c'))).toEqual({ or: [{ and: ['a', 'b'] }, { not: 'c' }] })
  expect(shape(read('(a or b) and not c'))).toEqual({ and: [{ or: ['a', 'b'] }, { not: 'c' }] })
  expect(shape(read('not a b'))).toEqual({ and: [{ not: 'a' }, 'b'] })
  expect(shape(read('-(a b)'))).toEqual({ not: { and: ['a', 'b'] } })
  expect(shape(read('-a,b'))).toEqual({ not: { or: ['a', 'b'] } })
  expect(read('  ')).toEqual({ kind: 'everything' })
  expect(read('*')).toEqual({ kind: 'everything' })
})

it('takes fields by any of their names, in any case', () => {
  for (const text of ['src:10.0.0.1', 'SRC:10.0.0.1', 'ip:10.0.0.1', 'Source:10.0.0.1']) {
    expect(read(text)).toMatchObject({ kind: 'term', field: 'src' })
  }
  expect(read('number:46850780296')).toMatchObject({ field: 'num' })
  expect(read('user-agent:x')).toMatchObject({ field: 'ua' })
  expect(read('status:404')).toMatchObject({ field: 'code' })
})

it('reads lists, quotes, escapes, stars and `*` for anything', () => {
  expect(valuesOf('method:INVITE,register')).toEqual([
    { kind: 'text', text: 'INVITE' },
    { kind: 'text', text: 'REGISTER' },
  ])
  expect(valuesOf('method:"invite"')).toEqual([{ kind: 'text', text: 'invite' }])
  expect(valuesOf('country:DE, nl')).toEqual([
    { kind: 'text', text: 'DE' },
    { kind: 'text', text: 'NL' },
  ])
  expect(valuesOf('ua:"a \\"b\\" \\x41\\u202e\\u{1F600}\\n"')).toEqual([{ kind: 'text', text: 'a "b" A\u202e😀\n' }])
  expect(valuesOf('ua:*"friendly scanner"*')).toEqual([{ kind: 'pattern', pieces: ['', 'friendly scanner', ''] }])
  expect(valuesOf('ua:a**b')).toEqual([{ kind: 'pattern', pieces: ['a', 'b'] }])
  expect(valuesOf('ua:"a*b"')).toEqual([{ kind: 'text', text: 'a*b' }])
  expect(valuesOf('ua:""')).toEqual([{ kind: 'text', text: '' }])
  for (const text of ['ua:*', 'code:*', 'label:*', 'rr:*', 'num:*', 'seen:*'])
    expect(testOf(text)).toEqual({ kind: 'any' })
  expect(valuesOf('malformed:*')).toEqual([{ kind: 'word', word: 'yes' }])
})

it('reads numbers, comparisons and ranges', () => {
  const range = (least?: number, most?: number): unknown => [
    { kind: 'number', ...(least !== undefined && { least }), ...(most !== undefined && { most }) },
  ]
  expect(valuesOf('code:404')).toEqual(range(404, 404))
  expect(valuesOf('code:>=400')).toEqual(range(400))
  expect(valuesOf('code:>400')).toEqual(range(401))
  expect(valuesOf('code:<300')).toEqual(range(undefined, 299))
  expect(valuesOf('code:<=300')).toEqual(range(undefined, 300))
  expect(valuesOf('code:400..499')).toEqual(range(400, 499))
  expect(valuesOf('size:1300..')).toEqual(range(1300))
  expect(valuesOf('code:4xx')).toEqual(range(400, 499))
  expect(valuesOf('asn:AS64500')).toEqual(range(64500, 64500))
  expect(valuesOf('asn:AS1..AS5')).toEqual(range(1, 5))
})

it('reads addresses and networks', () => {
  const network = (text: string): unknown => valuesOf(text)
  expect(network('src:198.51.100.0/24')).toMatchObject([{ network: { text: '198.51.100.0/24', bits: 24 } }])
  expect(network('src:2001:DB8::1,10.0.0.1')).toMatchObject([
    { network: { text: '2001:db8::1' } },
    { network: { family: 4 } },
  ])
  expect(network('dst:10.*')).toMatchObject([{ network: { text: '10.0.0.0/8' } }])
  expect(read('10.0.0.0/8')).toMatchObject({ kind: 'term', field: 'src' })
  expect(read('fe80::1')).toMatchObject({ kind: 'word', text: 'fe80::1' })
})

it('reads numbers that are dialled: core, exact and end', () => {
  expect(valuesOf('num:46850780296')).toEqual([{ kind: 'text', text: '46850780296' }])
  expect(valuesOf('num:+46850780296')).toEqual([{ kind: 'text', text: '+46850780296' }])
  expect(valuesOf('num:"+46 850 780 296"')).toEqual([{ kind: 'text', text: '+46850780296' }])
  expect(valuesOf('num:*780296')).toEqual([{ kind: 'pattern', pieces: ['', '780296'] }])
  expect(valuesOf('num:"*72468507802"')).toEqual([{ kind: 'text', text: '*72468507802' }])
  expect(valuesOf('prefix:900,""')).toEqual([
    { kind: 'text', text: '900' },
    { kind: 'text', text: '' },
  ])
})

it('reads words of vocabularies by word, by name, by star and by order', () => {
  const words = (text: string): unknown => (valuesOf(text) as readonly { word: string }[]).map(({ word }) => word)
  expect(words('class:toll-fraud,"SQL injection"')).toEqual(['toll-fraud', 'sql-injection'])
  expect(words('class:*injection')).toEqual(['sql-injection', 'injection'])
  expect(words('tool:SIPVicious')).toEqual(['sipvicious'])
  expect(words('risk:>=high')).toEqual(['critical', 'high'])
  expect(words('verdict:<low')).toEqual(['unknown', 'benign'])
  expect(words('risk:low..high')).toEqual(['high', 'medium', 'low'])
  expect(words('whitelisted:true')).toEqual(['yes'])
  expect(words('ban:held,no')).toEqual(['held', 'no'])
})

it('reads searches of bytes, and asks the caller about regular expressions', () => {
  expect(read('~"INV\\d+ \\"x\\""')).toMatchObject({ search: { kind: 'regex', pattern: 'INV\\d+ "x"' } })
  expect(read('raw:"\\x00a\\r\\n"')).toMatchObject({ search: { bytes: Uint8Array.of(0, 97, 13, 10) } })
  expect(read('raw:é')).toMatchObject({ search: { bytes: Uint8Array.of(0xc3, 0xa9) } })
  const checkRegex = (pattern: string): string | undefined => (pattern === '(' ? 'unbalanced' : undefined)
  expect(parseFilter('~"("', { ...options, checkRegex }).problems).toMatchObject([
    { from: 1, to: 4, message: 'unbalanced' },
  ])
  expect(parseFilter('~")"', { ...options, checkRegex }).filter).toBeDefined()
})

it('tells the parts of the outermost level, brackets and negations with them', () => {
  const text = ' method:INVITE and (a or b) not ua:"x y" -z'
  const parts = parseFilter(text, options).parts.map(({ place }) => text.slice(place.from, place.to))
  expect(parts).toEqual(['method:INVITE', '(a or b)', 'not ua:"x y"', '-z'])
  expect(parseFilter('a or b', options).parts).toEqual([])
})

/** Pieces of the language in any order, and anything at all. */
const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '(',
          ')',
          '-',
          '"',
          '\\',
          ',',
          ':',
          '*',
          '~',
          ' ',
          'and',
          'or',
          'not ',
          '..',
          '>=',
          'ua:',
          'num:',
          'at:',
          'src:',
        ],
        ...['raw:', 'now-', '2026-03-29T02:30', '10.0.0.0/8', 'ip.src==', '&&', '{', 'sip.Method', '\\x', 'risk:', 'x'],
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)

it('never throws, and every problem lies within the text', () => {
  fc.assert(
    fc.property(garbage, fc.nat({ max: 300 }), (text, at) => {
      const { filter, problems } = parseFilter(text, { ...options, zone: 'Europe/Berlin' })
      expect(filter === undefined).toBe(problems.some(({ weight }) => weight === 'error'))
      for (const { from, to } of problems) expect(from >= 0 && from <= to && to <= text.length, text).toBe(true)
      const found = completionsAt(text, at)
      if (found.kind !== 'none') expect(found.from <= found.to && found.to <= text.length).toBe(true)
      for (const { place } of fromWireshark(text, options).unsupported) expect(place.to <= text.length).toBe(true)
      expect(typeof removeTerm(addTerm(text, 'ua', text, 'in'), { from: 0, to: at })).toBe('string')
    }),
    { numRuns: 1500 },
  )
})

it('takes linear time for 4000 characters of anything', () => {
  const units = [
    '(',
    ')',
    '-',
    '"',
    '\\',
    'a',
    ',',
    ' ',
    ':',
    '*',
    '~"',
    'not ',
    '-(',
    'ua:*a',
    'x or ',
    'ip.',
    'sip.a ',
    '> ',
    '1..',
    'num:*',
  ]
  const slow = units.flatMap((unit) => {
    const text = unit.repeat(Math.ceil(4000 / unit.length)).slice(0, 4000)
    const start = spent()
    parseFilter(text, options)
    fromWireshark(text, options)
    completionsAt(text, 4000)
    const took = spent() - start
    return took > 250 ? [[unit, took]] : []
  })
  expect(slow).toEqual([])
})
