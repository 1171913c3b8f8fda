import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Test } from '../../src/filter/filter.ts'
import { parseFilter } from '../../src/filter/parse.ts'
import * as match from '../../src/filter/match.ts'
import { spent } from '../support/cost.ts'

function testOf(text: string): Test {
  const { filter } = parseFilter(text, { now: Date.UTC(2026, 2, 1, 12), zone: 'UTC' })
  if (filter?.kind !== 'term') throw new Error(text)
  return filter.test
}

it('tells text apart by case, patterns not', () => {
  expect(match.testText(testOf('ua:Scan'), 'Scan')).toBe(true)
  expect(match.testText(testOf('ua:Scan'), 'scan')).toBe(false)
  expect(match.testText(testOf('ua:SC*n'), 'scan')).toBe(true)
  expect(match.testText(testOf('ua:*'), '')).toBe(true)
  expect(match.testText(testOf('ua:*'), undefined)).toBe(false)
  expect(match.testTexts(testOf('user:a,b'), ['x', 'b'])).toBe(true)
  expect(match.testTexts(testOf('user:*'), [])).toBe(false)
})

it('tests numbers, times, addresses, words and what was dialled', () => {
  expect([399, 400, 499, 500].map((code) => match.testNumber(testOf('code:4xx'), code))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(match.testNumber(testOf('code:4xx'), undefined)).toBe(false)
  const day = testOf('at:2026-03-01')
  expect([Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2)].map((time) => match.testTime(day, time))).toEqual([true, false])
  expect(match.testNetwork(testOf('src:10.0.0.0/8,2001:db8::1'), '10.9.9.9')).toBe(true)
  expect(match.testNetwork(testOf('src:10.0.0.0/8,2001:db8::1'), '2001:db8::1')).toBe(true)
  expect(match.testNetwork(testOf('src:10.0.0.0/8'), '11.0.0.1')).toBe(false)
  expect(match.testWord(testOf('risk:>=high'), 'critical')).toBe(true)
  expect(match.testWord(testOf('risk:>=high'), 'low')).toBe(false)
  const dialled = { prefix: '9011', core: '46850780296' }
  const holding = ['46850780296', '*780296', '901146850780296', '+46850780296', '*999999']
  expect(holding.map((text) => match.testPhone(testOf(`num:${text}`), dialled))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(match.testPhone(testOf('num:+46850780296'), { prefix: '+', core: '46850780296' })).toBe(true)
})

it('patterns match what a regular expression of the same matches', () => {
  const letter = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '.'), maxLength: 12 })
  fc.assert(
    fc.property(
      fc.array(letter, { minLength: 1, maxLength: 4 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.'), maxLength: 60 }),
      (pieces, text) => {
        const regex = new RegExp(`^${pieces.map((piece) => piece.replaceAll('.', '\\.')).join('[^]*')}$`, 'i')
        expect(match.testPattern(pieces, text)).toBe(regex.test(text))
      },
    ),
    { numRuns: 3000 },
  )
})

it('patterns match in linear time', () => {
  const text = 'a'.repeat(200_000)
  const start = spent()
  expect(match.testPattern(['', `${'a'.repeat(2000)}b`, ''], text)).toBe(false)
  expect(
    match.testPattern(
      Array.from({ length: 2000 }, () => 'a'),
      `${text}b`,
    ),
  ).toBe(false)
  expect(spent() - start).toBeLessThan(1000)
})
