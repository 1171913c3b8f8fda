import fc from 'fast-check'
import { expect, it } from 'vitest'
import { completionsAt } from '../../src/filter/complete.ts'
import { addTerm, removeTerm, type Sense } from '../../src/filter/edit.ts'
import type { FieldName } from '../../src/filter/fields.ts'
import { parseFilter } from '../../src/filter/parse.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'UTC' }

it('puts a value in, leaves it out, or asks for nothing else', () => {
  const steps: readonly (readonly [string, FieldName, string, Sense, string])[] = [
    ['', 'country', 'DE', 'in', 'country:DE'],
    ['*', 'country', 'DE', 'out', '-country:DE'],
    ['since:now-1h', 'ua', 'a b', 'in', 'since:now-1h ua:"a b"'],
    // A message has one country: another joins the list, one of the list is narrowed to.
    ['country:DE since:now-1h', 'country', 'NL', 'in', 'country:DE,NL since:now-1h'],
    ['country:DE,NL', 'country', 'NL', 'in', 'country:NL'],
    ['country:DE', 'country', 'DE', 'in', 'country:DE'],
    // A source has many labels: both are asked for.
    ['label:a', 'label', 'b', 'in', 'label:a label:b'],
    // What lies within a range or pattern narrows it.
    ['code:>=400', 'code', '404', 'in', 'code:>=400 code:404'],
    ['ua:*scan*', 'ua', 'scanner', 'in', 'ua:*scan* ua:scanner'],
    ['src:10.0.0.0/8', 'src', '10.0.0.1', 'in', 'src:10.0.0.0/8 src:10.0.0.1'],
    // Out joins a list of negations, and takes a value out of a list.
    ['-country:DE', 'country', 'NL', 'out', '-country:DE,NL'],
    ['-country:DE', 'country', 'DE', 'out', '-country:DE'],
    ['not label:a', 'label', 'b', 'out', '-label:a,b'],
    ['country:DE,NL x', 'country', 'NL', 'out', 'country:DE x'],
    ['country:DE x', 'country', 'DE', 'out', 'x -country:DE'],
    ['-country:DE,NL', 'country', 'DE', 'in', '-country:NL country:DE'],
    ['-country:DE', 'country', 'DE', 'in', 'country:DE'],
    // Everything else of the filter goes but its time.
    ['since:now-1h country:DE (a or b)', 'src', '10.0.0.1', 'only', 'since:now-1h src:10.0.0.1'],
    // What is joined by `or` is put in brackets; what is broken stays for its error to be seen.
    ['a or b', 'src', '10.0.0.1', 'in', '(a or b) src:10.0.0.1'],
    ['metod:x', 'src', '10.0.0.1', 'in', 'metod:x src:10.0.0.1'],
    ['method:INVITE', 'method', 'invite', 'out', 'method:INVITE -method:"invite"'],
    ['', 'num', '46850780296', 'in', 'num:46850780296'],
    ['', 'callid', 'a:b@"x"*', 'in', 'callid:"a:b@\\"x\\"\\*"'],
  ]
  for (const [text, field, value, sense, result] of steps) {
    expect(addTerm(text, field, value, sense), `${text} ${sense} ${field} ${value}`).toBe(result)
  }
})

it('takes any text of a cell exactly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (value) => {
      const { filter } = parseFilter(addTerm('', 'ua', value, 'in'), options)
      expect(filter).toMatchObject({ field: 'ua', test: { values: [{ kind: 'text', text: value }] } })
    }),
  )
})

it('takes a condition out by its place', () => {
  const text = 'method:INVITE and (a or b) -country:DE'
  const [first, group, last] = parseFilter(text, options).parts
  expect(removeTerm(text, first!.place)).toBe('(a or b) -country:DE')
  expect(removeTerm(text, group!.place)).toBe('method:INVITE -country:DE')
  expect(removeTerm(text, { from: last!.place.from + 1, to: last!.place.to })).toBe('method:INVITE (a or b)')
  expect(removeTerm('a', { from: 0, to: 1 })).toBe('')
  expect(removeTerm('a or b', { from: 0, to: 1 })).toBe('')
})

it('completes keys, with what they hold', () => {
  const at = completionsAt('country:DE met', 14)
  expect(at).toMatchObject({ kind: 'keys', from: 11, to: 14, prefix: 'met' })
  expect(at.kind === 'keys' && at.items[0]).toEqual({
    text: 'method:',
    detail: 'SIP method, e.g. method:INVITE,REGISTER',
  })
  expect(completionsAt('', 0)).toMatchObject({ kind: 'keys', from: 0, to: 0, prefix: '' })
  expect(completionsAt('(a or -co', 9)).toMatchObject({ kind: 'keys', from: 7, prefix: 'co' })
  expect(completionsAt('me:x', 2)).toMatchObject({ kind: 'keys', from: 0, to: 3, prefix: 'me' })
  const byAlias = completionsAt('stat', 4)
  expect(byAlias.kind === 'keys' ? byAlias.items.map(({ text }) => text) : []).toEqual(['code:', 'state:'])
  const byMeaning = completionsAt('password', 8)
  expect(byMeaning.kind === 'keys' ? byMeaning.items.map(({ text }) => text) : []).toEqual(['auth:'])
  expect(completionsAt('"x', 2)).toEqual({ kind: 'none' })
})

it('completes values of vocabularies, and says which stretch the store is to complete', () => {
  const texts = (text: string): readonly string[] => {
    const found = completionsAt(text, text.length)
    return found.kind === 'none' ? [] : found.items.map((item) => item.text)
  }
  expect(texts('transport:')).toEqual(['udp', 'tcp', 'tls'])
  expect(texts('class:toll')).toEqual(['toll-fraud'])
  expect(texts('risk:>=h')).toEqual(['high'])
  expect(texts('country:germ')).toEqual(['DE'])
  expect(texts('method:INVITE,RE')).toEqual(['REGISTER', 'REFER'])
  expect(texts('since:now-1')).toEqual(['now-15m', 'now-1h'])
  expect(texts('ua:')).toEqual(['*'])
  expect(completionsAt('method:INVITE,RE x', 16)).toMatchObject({ field: 'method', from: 14, to: 16, prefix: 'RE' })
  expect(completionsAt('risk:>=hi', 9)).toMatchObject({ field: 'risk', from: 7, to: 9, prefix: 'hi' })
  expect(completionsAt('ua:"friendly sc" x', 15)).toMatchObject({ field: 'ua', from: 3, to: 16, prefix: 'friendly sc' })
  expect(completionsAt('ua:fri', 4)).toMatchObject({ field: 'ua', from: 3, to: 6, prefix: 'f' })
  expect(completionsAt('metod:x', 7)).toEqual({ kind: 'none' })
})
