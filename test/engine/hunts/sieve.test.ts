import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRegex } from '../../../src/engine/hunts/regex/compile.ts'
import { cheapestOf, oneByOne, throughWindow, type Way } from '../../../src/engine/hunts/regex/sieve.ts'
import type { Stretch } from '../../../src/engine/store/raw/block.ts'
import { stretchOf } from '../../../src/engine/store/raw/waiting-stretch.ts'

const stretch = (texts: readonly string[]): Stretch =>
  stretchOf(texts.map((text, at) => ({ id: at + 1, bytes: Buffer.from(text, 'latin1') })))

function marked(source: string, texts: readonly string[], way: Way): readonly number[] {
  const pattern = compileRegex(source)
  const messages = stretch(texts)
  const found = new Uint8Array(texts.length)
  const { starts, bytes } = messages
  way(messages, (place) => pattern.isIn(bytes, starts[place] ?? 0, starts[place + 1] ?? 0), found)
  return [...found]
}

const atom = fc.constantFrom(
  'abcde',
  '[0-9]{5}',
  'sip:',
  '@',
  '[ab]',
  '.',
  '\\d+',
  'x*',
  '(?:yz|[^a]b)',
  '(?i:AbCd)',
  '^',
  '$',
)
const pattern = fc
  .array(
    fc.oneof(
      atom,
      fc.tuple(atom, atom).map(([a, b]) => `(?:${a}|${b})`),
      fc.tuple(atom, fc.constantFrom('+', '?', '{2}', '{2,}', '*?')).map(([a, times]) => `(?:${a})${times}`),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((atoms) => atoms.join(''))
const message = fc
  .array(fc.constantFrom('abcde', '01234', '7', 'sip:', '@', 'aBcD', 'yz', 'x', 'b', '\n', '\xff'), { maxLength: 12 })
  .map((pieces) => pieces.join(''))

test('every way finds what a look at each message finds', () => {
  let windows = 0
  fc.assert(
    fc.property(pattern, fc.array(message, { minLength: 1, maxLength: 8 }), (source, texts) => {
      const expected = texts.map((text) =>
        Number(new RegExp(source.replace('(?i:AbCd)', '(?:[aA][bB][cC][dD])')).test(text)),
      )
      expect(marked(source, texts, oneByOne)).toEqual(expected)
      for (const window of compileRegex(source).windows) {
        windows += 1
        expect(marked(source, texts, throughWindow(window)), window.source).toEqual(expected)
      }
    }),
    { numRuns: 500 },
  )
  expect(windows).toBeGreaterThan(50)
})

/** Without the escapes of letters that stand for themselves. */
const read = (source: string): string =>
  source.replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

test.each([
  ['sip:9011[0-9]+@', ['sip:9011[0-9][0-9@]']],
  ['User-Agent: .*scan', ['User-Agent: ', 'scan']],
  [
    '[a-z]+[0-9]{7,}@',
    ['[a-z][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9@]', '[0-9a-z][0-9][0-9][0-9][0-9][0-9][0-9][0-9]@'],
  ],
  ['(?i)abc', ['[Aa][Bb][Cc]']],
  ['(?:abc|abd)x', ['ab[c-d]x']],
  ['(?m)^CSeq: 1', ['CSeq: 1']],
  ['a|bcdef', []],
  ['(abcdef)?', []],
  ['[0-9]+', []],
] as const)('%s needs %j', (source, expected) => {
  const windows = compileRegex(source).windows.map((window) => read(window.source))
  expect(windows).toEqual(expect.arrayContaining([...expected]))
  if (expected.length === 0) expect(windows).toEqual([])
})

test('tries every way, keeps to one, and tries anew after a while', () => {
  const used = [0, 0]
  const counted =
    (way: number): Way =>
    (_, __, found) => {
      used[way] = (used[way] ?? 0) + 1
      // Slow enough to be told apart.
      for (const end = performance.now() + way * 0.2; performance.now() < end;);
      found.fill(1)
    }
  const way = cheapestOf([counted(0), counted(1)])
  const found = new Uint8Array(3)
  for (let run = 0; run < 900; run += 1) way(stretch(['a', 'b', 'c']), () => true, found)
  expect(used[1]).toBeGreaterThan(1)
  expect(used[0]).toBeGreaterThan(850)
  const before = used[1] ?? 0
  for (let run = 0; run < 200; run += 1) way(stretch(['a', 'b', 'c']), () => true, found)
  expect(used[1]).toBeGreaterThan(before)
  expect(found).toEqual(Uint8Array.of(1, 1, 1))
})
