import { expect, it } from 'vitest'
import { mostFilterText, type Problem } from '../../src/contract/console/explore.ts'
import { parseFilter } from '../../src/filter/parse.ts'

const options = { now: Date.UTC(2026, 2, 1, 12), zone: 'UTC' }
const problemsOf = (text: string): readonly Problem[] => parseFilter(text, options).problems

/** The stretch of the text that the only problem points at, and what it offers instead. */
function only(text: string): { readonly at: string; readonly instead: readonly string[]; readonly weight: string } {
  const [problem, ...more] = problemsOf(text)
  expect(more, text).toEqual([])
  expect(problem, text).toBeDefined()
  return { at: text.slice(problem!.from, problem!.to), instead: problem!.instead, weight: problem!.weight }
}
const error = (text: string, at: string, ...instead: readonly string[]): void =>
  expect(only(text), text).toEqual({ at, instead, weight: 'error' })
const hint = (text: string, at: string, ...instead: readonly string[]): void =>
  expect(only(text), text).toEqual({ at, instead, weight: 'hint' })

it('names the nearest keys for one that does not exist, and never searches for it as text', () => {
  error('a metod:INVITE', 'metod', 'method')
  error('coutnry:DE', 'coutnry', 'country')
  error('zzzzzz:1', 'zzzzzz')
  error('a sip:100@192.0.2.1', 'sip:100@192.0.2.1', '"sip:100@192.0.2.1"')
  expect(only('stat:1').instead).toEqual(['status', 'state'])
  expect(parseFilter('metod:x', options).filter).toBeUndefined()
})

it('names the nearest words of a vocabulary', () => {
  error('tool:sipvicous', 'sipvicous', 'sipvicious')
  error('class:tol-fraud', 'tol-fraud', 'toll-fraud')
  error('transport:utp', 'utp', 'udp')
  error('state:heald', 'heald', 'held')
  error('risk:>=hihg', '>=hihg', 'high')
  expect(only('class:enumeration').instead).toEqual(['extension-enumeration', 'method-enumeration'])
  hint('method:INVTE', 'INVTE', 'INVITE')
})

it('points at what is broken', () => {
  error('a (b', '(')
  error('a) b', ')')
  error('()', ')')
  error('a or', 'or')
  error('or a', 'or')
  error('ua:"abc', '"abc', '"abc"')
  error('ua:', 'ua:', 'ua:*')
  error('ua:a,,b', 'ua:a,,b')
  error('method: INVITE', 'method: INVITE', 'method:INVITE')
  error('ua:“x”', '“x”', '"x"')
  error('ua:foo(bar)', 'ua:foo(')
  error('ua:"\\q"', '"\\q"')
  error('raw:"\\q"', '"\\q"')
  error('raw:*', '*')
  error('~x', 'x')
  error('""', '""')
})

it('puts other ways of writing right', () => {
  error('code>=400', 'code>=400', 'code:>=400')
  error('method=INVITE', 'method=INVITE', 'method:INVITE')
  error('country!=DE', 'country!=DE', '-country:DE')
  error('a && b', '&&', 'and')
  error('a || b', '||', 'or')
  error('*scan*', '*scan*', 'ua:*scan*', 'user:*scan*', 'callid:*scan*')
  error('code:4**', '4**', '4xx')
  error('src:10.1.2.3/8', '10.1.2.3/8', '10.0.0.0/8', '10.1.2.3')
  error('src:2001:db8::1/32', '2001:db8::1/32', '2001:db8::/32', '2001:db8::1')
  error('country:germany', 'germany', 'DE')
  error('country:UK', 'UK', 'GB')
  error('since:1h', '1h', 'now-1h')
  error('since:10:00', '10:00', '2026-03-01T10:00')
  error('ua:>5', '>5', '">5"')
  hint('code:499..400', '499..400', '400..499')
  hint('num:0046850780296', '0046850780296', '46850780296')
})

it('refuses what would be no condition', () => {
  error('src:example.com', 'example.com')
  error('code:abc', 'abc')
  error('code:<0', '<0')
  error('num:*123', '*123')
  error('num:468*', '468*')
  error('num:abc', 'abc')
  error('prefix:abc', 'abc')
  error('at:2026-02-30', '2026-02-30')
  error('at:now', 'now')
  error('at:now-9999999d', 'now-9999999d')
  error('since:now-1h,now', 'since:now-1h,now')
  error('since:>now', '>now')
  hint('country:DE country:NL', 'country:NL')
  hint('num:100', '100')
  expect(problemsOf('label:a label:b ban:yes ban:held')).toEqual([])
})

it('is bounded', () => {
  expect(only('x'.repeat(mostFilterText + 1)).weight).toBe('error')
  expect(parseFilter('x'.repeat(mostFilterText), options).filter).toBeDefined()
  expect(only(`${'('.repeat(51)}a${')'.repeat(51)}`).at).toBe('(')
  expect(parseFilter(`${'('.repeat(50)}a${')'.repeat(50)}`, options).filter).toBeDefined()
  expect(only(`${'not '.repeat(51)}a`).at).toBe('not')
  expect(parseFilter(`ua:${'a,'.repeat(499)}a`, options).filter).toBeDefined()
  expect(only(`ua:${'a,'.repeat(500)}a`).weight).toBe('error')
  expect(parseFilter('a', { ...options, zone: 'Mars/Base' }).filter).toBeUndefined()
  expect(problemsOf('x:1 '.repeat(100)).length).toBe(20)
})

it('tells every error at once', () => {
  expect(problemsOf('metod:x coutnry:y (a').map(({ from }) => from)).toEqual([0, 8, 18])
})
