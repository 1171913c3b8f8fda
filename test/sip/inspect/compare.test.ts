import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, type ComparedRow } from '../../../src/sip/inspect/compare/compare.ts'
import { formOf } from '../../../src/sip/inspect/compare/form.ts'
import { keptOrder } from '../../../src/sip/inspect/compare/order.ts'
import { titleOf } from '../../../src/sip/inspect/compare/title.ts'
import { varyingFields, type VaryingField } from '../../../src/sip/inspect/compare/vary.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes } from '../fixtures.ts'

const message = (...lines: string[]) => parseMessage(bytes([...lines, '', ''].join('\r\n')))
const first = [
  'REGISTER sip:192.0.2.1 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-1;rport',
  'From: "101" <sip:101@192.0.2.1>;tag=aa',
  'To: "101" <sip:101@192.0.2.1>',
  'Call-ID: 1111',
  'CSeq: 1 REGISTER',
  'User-Agent: friendly-scanner',
]
const row = (rows: readonly ComparedRow[], key: string): ComparedRow | undefined =>
  rows.find((each) => each.key === key)
const marked = (rows: readonly ComparedRow[], key: string): (string | undefined)[][] =>
  row(rows, key)?.cells.map(
    (cell) => cell?.marks.map(({ start, end, kind }) => `${kind}: ${cell.text.slice(start, end)}`) ?? [],
  ) ?? []

describe('the comparison of messages', () => {
  it('calls equal what is equal', () => {
    const rows = compare([message(...first), message(...first)])
    expect(rows.map(({ state, moved }) => [state, moved])).toEqual(rows.map(() => ['same', false]))
    expect(rows.map(({ name }) => name)).toEqual(['Request line', 'Via', 'From', 'To', 'Call-ID', 'CSeq', 'User-Agent'])
  })

  it('marks the innermost fields that differ, and greys what a sender makes anew', () => {
    const second = first.map((line) =>
      line.replace('z9hG4bK-1', 'z9hG4bK-2').replace('1111', '2222').replace('tag=aa', 'tag=bb'),
    )
    const third = second.map((line) =>
      line.replace('From: "101" <sip:101@', 'From: "102" <sip:102@').replace('CSeq: 1', 'CSeq: 2'),
    )
    const rows = compare([message(...first), message(...second)])
    expect(Object.fromEntries(rows.map(({ name, state }) => [name, state]))).toEqual({
      'Request line': 'same',
      Via: 'expected',
      From: 'expected',
      To: 'same',
      'Call-ID': 'expected',
      CSeq: 'same',
      'User-Agent': 'same',
    })
    expect(marked(rows, 'via#1')).toEqual([['expected: branch=z9hG4bK-1'], ['expected: branch=z9hG4bK-2']])
    const others = compare([message(...first), message(...third)])
    expect(row(others, 'from#1')?.state).toBe('differs')
    expect(marked(others, 'from#1')[1]).toEqual(['differs: 102', 'differs: 102', 'expected: tag=bb'])
    expect(row(others, 'cseq#1')?.state).toBe('expected')
  })

  it('narrows a text to what is different in it', () => {
    const second = first.with(6, 'User-Agent: friendly-request')
    expect(marked(compare([message(...first), message(...second)]), 'user-agent#1')).toEqual([
      ['differs: scanner'],
      ['differs: request'],
    ])
  })

  it('pairs compact names with long ones and says that they are spelled otherwise', () => {
    const second = first.map((line) => line.replace('Call-ID: ', 'i:').replace('From', 'f').replace('Via', 'v'))
    const rows = compare([message(...first), message(...second)])
    expect(rows).toHaveLength(7)
    expect(row(rows, 'call-id#1')?.state).toBe('form')
    expect(row(rows, 'to#1')?.state).toBe('same')
  })

  it('shows a header that stands elsewhere as moved, neither lost nor new', () => {
    const [start = '', ...headers] = first
    const second = [start, headers[5] ?? '', ...headers.slice(0, 5)]
    const rows = compare([message(...first), message(...second)])
    expect(rows).toHaveLength(7)
    expect(rows.filter(({ moved }) => moved).map(({ name }) => name)).toEqual(['User-Agent'])
    expect(row(rows, 'user-agent#1')?.cells.map((cell) => cell?.place)).toEqual([6, 1])
    expect(row(rows, 'user-agent#1')?.state).toBe('same')
  })

  it('puts what only some have where it stands in them', () => {
    const second = first.toSpliced(3, 0, 'Expires: 3600').toSpliced(1, 0, 'Via: SIP/2.0/UDP proxy')
    const rows = compare([message(...first), message(...second)])
    expect(rows.map(({ name, state }) => [name, state])).toEqual([
      ['Request line', 'same'],
      ['Via', 'partly'],
      ['Via', 'same'],
      ['From', 'same'],
      ['Expires', 'partly'],
      ['To', 'same'],
      ['Call-ID', 'same'],
      ['CSeq', 'same'],
      ['User-Agent', 'same'],
    ])
  })

  it('takes up to eight, and bytes that are no SIP', () => {
    const many = Array.from({ length: 9 }, (_, at) => message(...first.with(4, `Call-ID: ${at}`)))
    expect(compare(many)[0]?.cells).toHaveLength(8)
    expect(compare([message(...first), parseMessage(bytes('GET / HTTP/1.1\r\n\r\n'))])[0]?.state).toBe('differs')
    expect(compare([])).toEqual([])
  })

  it('never throws, and keeps every mark inside its text', () => {
    const line = fc.constantFrom(
      ...first,
      'v: x',
      'i: 3',
      '\tfold',
      'no colon',
      'Via: a, b, c',
      'c: application/sdp',
      '',
      'v=0',
      'a=x:1',
    )
    const text = fc.array(line, { maxLength: 14 }).map((lines) => bytes(lines.join('\r\n')))
    const raw = fc.oneof(text, fc.uint8Array({ maxLength: 200 }))
    fc.assert(
      fc.property(fc.array(raw, { minLength: 2, maxLength: 4 }), (raws) => {
        const rows = compare(raws.map(parseMessage))
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
        for (const cell of rows.flatMap(({ cells }) => cells)) {
          for (const { start, end } of cell?.marks ?? []) {
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeGreaterThan(start - 1)
            expect(end).toBeLessThanOrEqual(cell ? cell.field.end - cell.field.start : 0)
          }
        }
      }),
    )
  })
})

describe('the longest common order', () => {
  it('keeps what stands in order in both', () => {
    expect(keptOrder(['a', 'b', 'c', 'd'], ['b', 'a', 'c', 'd'])).toHaveLength(3)
    expect(keptOrder(['a', 'b', 'c'], ['a', 'b', 'c'])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    expect(keptOrder([], ['a'])).toEqual([])
  })

  it('rises in both lists and pairs equal words', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 })
    fc.assert(
      fc.property(words, words, (a, b) => {
        const pairs = keptOrder(a, b)
        pairs.forEach(([row, column], at) => {
          expect(a[row]).toBe(b[column])
          const before = pairs[at - 1]
          if (before) expect(row > before[0] && column > before[1]).toBe(true)
        })
      }),
    )
  })
})

describe('what varies across messages', () => {
  const guess = (at: number) =>
    message(
      'REGISTER sip:192.0.2.1 SIP/2.0',
      `Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK-${1_000_000_000 + at * 7919}`,
      `From: "${100 + (at % 3)}" <sip:${100 + (at % 3)}@192.0.2.1>;tag=${'0123456789abcdef'.slice(at % 8)}${'f'.repeat(at % 8)}`,
      ...(at === 0 ? [] : ['Authorization: Digest username="101"']),
      'User-Agent: friendly-scanner',
    )
  const rows = varyingFields(Array.from({ length: 8 }, (_, at) => guess(at)))
  const of = (title: string): VaryingField | undefined => rows.find((each) => each.title === title)

  it('tells constant, unique and varying fields apart', () => {
    expect(of('User-Agent')?.variation).toBe('constant')
    expect(of('Via.branch')?.variation).toBe('unique')
    expect(of('Via.branch')?.alike).toBe('z9hG4bK-10000'.length)
    expect(of('From.URI.user')).toMatchObject({ variation: 'varies', distinct: 3 })
    expect(of('Authorization.username')).toMatchObject({ variation: 'varies', distinct: 1 })
  })

  it('says of what the values are made', () => {
    expect(of('Via.branch')?.form).toBe('“z9hG4bK-” + decimal 10')
    expect(of('From.tag')?.form).toBe('lower-case hex 16')
    expect(of('From.URI.user')?.form).toBe('decimal 3')
  })

  it('tells the order of headers and how lines end', () => {
    expect(of('Order of headers')?.distinct).toBe(2)
    expect(of('Line ends')?.values[0]).toBe('CRLF')
    expect(of('Blanks around colons')?.values[0]).toBe(':·')
  })

  it('puts what varies first and what never changes last', () => {
    const order = rows.map(({ variation }) => ['varies', 'unique', 'constant'].indexOf(variation))
    expect(order).toEqual(order.toSorted())
  })
})

it.each([
  [['1', '22'], 'decimal 1–2'],
  [['a1b2', 'c3d4'], 'lower-case hex 4'],
  [['3F2504E0-4F89-11D3-9A0C-0305E82C3301'], 'UUID'],
  [['call-1', 'call-2'], '“call-” + decimal 1'],
  [['z9hG4bKPjab'], '“z9hG4bK” + letters 4'],
  [
    ['z9hG4bKPj3F2504E0-4F89-11D3-9A0C-0305E82C3301', 'z9hG4bKPj4F2504E0-4F89-11D3-9A0C-0305E82C3301'],
    '“z9hG4bKPj” + UUID',
  ],
  [['', ''], 'empty'],
  [[], ''],
  [['a\u202eb'], 'any bytes 3'],
] as const)('tells the form of %j', (values, form) => expect(formOf(values)).toBe(form))

it.each([
  ['start.uri.user', 'Request-URI.user'],
  ['start.uri;user', 'Request-URI;user'],
  ['start.method', 'Method'],
  ['via[2].branch', 'Via[2].branch'],
  ['from.uri.host', 'From.URI.host'],
  ['call-id', 'Call-ID'],
  ['www-authenticate.nonce', 'WWW-Authenticate.nonce'],
  ['body.o.address', 'SDP.o.address'],
  ['body', 'Body'],
])('calls %s %s', (path, title) => expect(titleOf(path)).toBe(title))
