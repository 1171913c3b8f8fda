import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkRegex, compileRegex, type Pattern } from '../../../src/engine/hunts/regex/compile.ts'
import { parseFilter } from '../../../src/filter/parse.ts'
import { spent } from '../../support/cost.ts'

const isIn = (pattern: Pattern, text: string): boolean => {
  // Not at the beginning of its memory: neither what is before nor what is behind it may count.
  const bytes = Buffer.from(`ab1${text}ab1`, 'latin1')
  return pattern.isIn(bytes, 3, bytes.length - 3)
}

/** Patterns that this engine and JavaScript's read alike, over texts that they may match. */
const pattern = fc.letrec<{ any: string; atom: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `${a}${b}`),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('any'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{0,2}?', '*?'))
      .map(([a, times]) => `(${a})${times}`),
  ),
  atom: fc.constantFrom(
    'a',
    'b',
    '\\x00',
    '\\xff',
    'é',
    '.',
    '[ab]',
    '[^a\\n]',
    '\\d',
    '\\W',
    '\\b',
    '^',
    '$',
    ' ',
    ':',
  ),
})).any
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ' ', ':', '\n', '\0', '\xff', 'é'), maxLength: 40 })

test('finds what JavaScript finds', () => {
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (source, subject, fold) => {
      // JavaScript's dot leaves out CR and two separators as well, none of which is in these texts.
      const plain = new RegExp(source, fold ? 'i' : '').exec(subject)
      const compiled = compileRegex(fold ? `(?i)${source}` : source)
      expect(isIn(compiled, subject)).toBe(plain !== null)
      expect(compiled.find(subject)?.from).toBe(plain?.index)
    }),
    { numRuns: 3_000 },
  )
})

test.each([
  ['a(?=b)', 'At character 2 of the regular expression, (?=b): looking ahead with (?= is not supported.'],
  ['x(?!b)', 'At character 2 of the regular expression, (?!b): looking ahead with (?! is not supported.'],
  ['(?<=a)b', 'At character 1 of the regular expression, (?<=a)b: looking behind with (?<= is not supported.'],
  ['(a)\\1', 'At character 4 of the regular expression, \\1: references back to a group are not supported.'],
  ['(?<n>a)\\k<n>', 'At character 8 of the regular expression, \\k<n>: references back to a group are not supported.'],
  ['a(b', 'At character 1 of the regular expression, a(b: missing closing ).'],
  ['ab[z-a]', 'At character 4 of the regular expression, z-a]: invalid character class range.'],
  ['a++', 'At character 2 of the regular expression, ++: invalid nested repetition operator.'],
  [
    'a€',
    'At character 2 of the regular expression, €: "€" is no byte; write the bytes that it is sent as: \\xE2\\x82.',
  ],
])('says where %s is wrong', (source, words) => {
  expect(checkRegex(source)).toBe(words)
  const { filter, problems } = parseFilter(`~"${source}"`, { now: 0, zone: 'UTC', checkRegex })
  expect(filter).toBeUndefined()
  expect(problems).toMatchObject([{ message: words, weight: 'error' }])
})

test.each(['\\(?=', '[(?=]', '\\Q(?=\\1\\E', '[[:alpha:]]\\x{41}', '(?P<n>a)', '(?i)a', '(?s:.)(?m:^a$)', 'a{1000}'])(
  'takes %s',
  (source) => {
    expect(checkRegex(source)).toBeUndefined()
  },
)

test.each([
  'a{1000}a{1000}',
  '(?:a{100}){11}',
  '(?:(?:a{30}){30}){30}',
  '\\pL{900}',
  '[\\pL]{20}',
  'a{1001}',
  'ab'.repeat(600),
])('refuses %s, which would take too long', (source) => {
  const began = spent()
  expect(checkRegex(source)).toMatch(/too large|invalid repeat count/)
  expect(spent() - began).toBeLessThan(200)
})

test('checks whatever is typed without failing', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '1',
    ',',
    '*',
    '+',
    '?',
    '\\',
    '^',
    '-',
    ':',
    'a',
    'p',
    'x',
    'Q',
    'E',
    '|',
  )
  fc.assert(
    fc.property(fc.string({ unit: pieces, maxLength: 30 }), (source) => {
      if (checkRegex(source) === undefined) isIn(compileRegex(source), 'a1-:')
    }),
    { numRuns: 3_000 },
  )
})

const long = 65_536
const coins = Array.from({ length: long }, (_, at) => ((at * 2_654_435_761) >>> 16) & 1)
const hostileTexts = ['a'.repeat(long), 'x'.repeat(long), coins.map((coin) => (coin === 1 ? 'a' : 'b')).join('')]
const hostilePatterns = [
  ...['(a+)+b', '(a|a)*b', '(a|aa)+[cd]$', '(.*a){12}[cd]', '(x+x+)+y', '(?:a?){30}a{30}[cd]', '(a*)*(a*)*(a*)*[cd]'],
  ...['^(([a-z])+.)+[A-Z]([a-z])+$', '.*.*.*.*[cd]', '(a|b)*a(a|b){12}[cd]', '(?i)[ab]*a[ab]{200}[cd]', '\\b(a+)\\b!'],
]

test.each(hostilePatterns)('takes time in step with the message, whatever %s meets', (source) => {
  const compiled = compileRegex(source)
  for (const hostile of hostileTexts) {
    const bytes = Buffer.from(hostile, 'latin1')
    const timed = (length: number): number => {
      const began = spent()
      compiled.isIn(bytes, 0, length)
      return spent() - began
    }
    timed(long / 16)
    const quarter = Math.min(timed(long / 4), timed(long / 4))
    const whole = Math.min(timed(long), timed(long))
    // Four times as much, twice that for chance, and something for what is too short to be measured: never sixteen times.
    expect(whole).toBeLessThan(8 * quarter + 60)
  }
})
