import fc from 'fast-check'
import { parseNetwork } from '../../src/contract/ledger/address.ts'
import { rfcMethods } from '../../src/sip/message/methods.ts'
import { allOf, anyOf, everything, negated } from '../../src/filter/build.ts'
import type { TextForm } from '../../src/filter/field.ts'
import { fieldOf, fields, type Field } from '../../src/filter/fields.ts'
import type { Filter, Test, Value } from '../../src/filter/filter.ts'

/** Filters of every form that can be typed. Their places are all the same and mean nothing. */
export const place = { from: 0, to: 0 }

const anyText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    'and',
    'NOT',
    'a b',
    '*',
    'a*b',
    '"',
    '\\',
    '\\x41',
    '-x',
    '>5',
    'a,b',
    '(x)',
    'a..b',
    '~"x"',
    '‮evil',
  ),
  fc.constantFrom(
    '\n\0\x1b',
    '“x”',
    'sip:100@192.0.2.1',
    'ua:x',
    'code>=4',
    '&&',
    '=',
    '\ud800',
    'x\u0301\u0301\u0301\u0301\u0301',
  ),
)
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: 7, maxLength: 15 })
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
const formed: Readonly<Record<TextForm, fc.Arbitrary<string>>> = {
  any: anyText,
  method: fc.oneof(fc.constantFrom(...rfcMethods, 'invite', 'FOO'), anyText),
  country: fc
    .tuple(fc.constantFrom(...letters), fc.constantFrom(...letters))
    .map((pair) => pair.join(''))
    .filter((code) => code !== 'UK'),
  label: fc.constantFrom('research', 'näher', 'a-b.c', '7'),
  dialled: fc.string({ unit: fc.constantFrom(...'0123456789+*#'.split('')), maxLength: 8 }),
}

/** As the parser leaves them: empty pieces only at the ends. */
const patterns = (piece: fc.Arbitrary<string>): fc.Arbitrary<Value> =>
  fc
    .array(piece, { minLength: 2, maxLength: 4 })
    .map((all) => all.filter((each, at) => each !== '' || at === 0 || at === all.length - 1))
    .filter((pieces) => pieces.some((each) => each !== ''))
    .map((pieces) => ({ kind: 'pattern', pieces }))

const numbers: fc.Arbitrary<Value> = fc
  .tuple(fc.nat(), fc.nat(), fc.constantFrom('=', '<', '>', '..'))
  .map(([a, b, sign]) => ({
    kind: 'number',
    ...(sign !== '<' && { least: Math.min(a, b) }),
    ...(sign !== '>' && { most: sign === '=' ? Math.min(a, b) : Math.max(a, b) }),
  }))

const moment = fc.integer({ min: 0, max: Date.UTC(2100, 0) })
const stretches: fc.Arbitrary<Value> = fc
  .tuple(moment, fc.integer({ min: 1, max: 1e11 }), fc.constantFrom('<', '>', '..'))
  .map(([from, length, sign]) => ({
    kind: 'time',
    ...(sign !== '<' && { from }),
    ...(sign !== '>' && { to: from + length }),
  }))

const network: fc.Arbitrary<Value> = fc
  .constantFrom('198.51.100.7', '198.51.100.0/24', '10.0.0.0/8', '2001:db8::7', '2001:db8::/32', '0.0.0.0/0')
  .map((text) => ({ kind: 'network', network: parseNetwork(text)! }))

const phone: fc.Arbitrary<Value> = fc.oneof(
  digits.map((text): Value => ({ kind: 'text', text })),
  fc.tuple(fc.constantFrom('+', '*72', '#31#', '00*'), digits).map(([a, b]): Value => ({ kind: 'text', text: a + b })),
  digits.map((text): Value => ({ kind: 'pattern', pieces: ['', text] })),
)

function valueOf({ type, name }: Field): fc.Arbitrary<Value> {
  switch (type.kind) {
    case 'text':
      return fc.oneof(
        formed[type.form].map((text): Value => ({ kind: 'text', text })),
        patterns(formed[type.form]),
      )
    case 'number':
      return numbers
    case 'time':
      if (type.side === 'stretch') return stretches
      return moment.map((time) => (name === 'since' ? { kind: 'time', from: time } : { kind: 'time', to: time }))
    case 'network':
      return network
    case 'phone':
      return phone
    case 'words':
      return fc.constantFrom(...type.words).map(({ word }) => ({ kind: 'word', word }))
  }
}

function testOf(field: Field): fc.Arbitrary<Test> {
  const { type } = field
  const isOneEnd = type.kind === 'time' && type.side !== 'stretch'
  const some = fc
    .array(valueOf(field), { minLength: 1, maxLength: isOneEnd ? 1 : 4 })
    .map((values): Test => ({ kind: 'oneOf', values }))
  const saysYes = type.kind === 'words' && type.words.some(({ word }) => word === 'yes')
  return isOneEnd || saysYes ? some : fc.oneof({ weight: 5, arbitrary: some }, fc.constant<Test>({ kind: 'any' }))
}

/** One condition on any field. */
export const anyTerm: fc.Arbitrary<Filter> = fc
  .constantFrom(...fields)
  .chain(({ name }) => testOf(fieldOf(name)).map((test): Filter => ({ kind: 'term', field: name, test, place })))

const word: fc.Arbitrary<Filter> = anyText.filter((text) => text !== '').map((text) => ({ kind: 'word', text, place }))
const bytes: fc.Arbitrary<Filter> = fc.oneof(
  fc
    .uint8Array({ minLength: 1, maxLength: 8 })
    .map((each): Filter => ({ kind: 'bytes', search: { kind: 'literal', bytes: each }, place })),
  fc
    .constantFrom('INVITE', 'a"b', '\\d+', '\\\\"', '(?i)x', 'a b')
    .map((pattern): Filter => ({ kind: 'bytes', search: { kind: 'regex', pattern }, place })),
)

export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    anyTerm,
    anyTerm,
    word,
    bytes,
    fc.constant(everything),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map(allOf),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map(anyOf),
    tie('filter').map(negated),
  ),
})).filter
