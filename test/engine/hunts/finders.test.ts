import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from '../../../src/engine/hunts/excerpt.ts'
import { finderOf } from '../../../src/engine/hunts/searches.ts'
import { stretchOf } from '../../../src/engine/store/raw/waiting-stretch.ts'
import type { Test } from '../../../src/filter/filter.ts'
import { spent } from '../../support/cost.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const literal = (text: string) => finderOf({ kind: 'bytes', search: { kind: 'literal', bytes: bytes(text) } })
const small = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 })

test('finds a text in the messages of a stretch that hold it, not across their ends', () => {
  fc.assert(
    fc.property(fc.array(small, { maxLength: 12 }), small, (messages, wanted) => {
      fc.pre(wanted !== '')
      const found = new Uint8Array(messages.length)
      literal(wanted).mark(stretchOf(messages.map((text, at) => ({ id: at + 1, bytes: bytes(text) }))), found)
      expect(Array.from(found)).toEqual(messages.map((text) => Number(text.includes(wanted))))
      for (const text of messages) expect(literal(wanted).isIn(bytes(text))).toBe(text.includes(wanted))
    }),
    { numRuns: 2_000 },
  )
})

test('a text made against leaping costs no more than its length', () => {
  const messages = Array.from({ length: 60_000 }, (_, at) => ({ id: at + 1, bytes: bytes('aaaaaaaa') }))
  const stretch = stretchOf(messages)
  const began = spent()
  literal('a'.repeat(2_000)).mark(stretch, new Uint8Array(messages.length))
  literal(`b${'a'.repeat(2_000)}`).mark(stretch, new Uint8Array(messages.length))
  expect(spent() - began).toBeLessThan(2_000)
})

const invite = [
  'INVITE sip:+46850@192.0.2.1;x=\xc3\xa9 SIP/2.0',
  ...[
    'Via: SIP/2.0/UDP 192.0.2.9',
    'Content-Type: application/sdp',
    '',
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.9',
    'm=audio 4000 RTP/AVP 0',
    '',
  ],
].join('\r\n')
const is = (text: string): Test => ({ kind: 'oneOf', values: [{ kind: 'text', text }] })
const like = (...pieces: string[]): Test => ({ kind: 'oneOf', values: [{ kind: 'pattern', pieces }] })
const isIn = (field: 'ruri' | 'sdp', looked: Test, text: string): boolean =>
  finderOf({ kind: 'part', field, test: looked }).isIn(bytes(text))

test.each([
  ['ruri', is('sip:+46850@192.0.2.1;x=é'), true],
  ['ruri', is('sip:+46850@192.0.2.1'), false],
  ['ruri', like('SIP:', '@192.0.2.1', ''), true],
  ['ruri', { kind: 'any' }, true],
  ['sdp', is('m=audio 4000 RTP/AVP 0'), true],
  ['sdp', is('m=audio'), false],
  ['sdp', like('m=AUDIO', ''), true],
  ['sdp', like('', 'audio 4000'), false],
  ['sdp', is('Content-Type: application/sdp'), false],
] as const)('%s asks for %j: %s', (field, looked, expected) => {
  expect(isIn(field, looked, invite)).toBe(expected)
})

test('what has no such part never has it', () => {
  for (const text of ['', '\0', 'SIP/2.0 200 OK\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
    expect(isIn('ruri', { kind: 'any' }, text)).toBe(false)
    expect(isIn('sdp', { kind: 'any' }, text)).toBe(false)
  }
})

test('an excerpt is cut around what was found', () => {
  const finder = finderOf({ kind: 'part', field: 'sdp', test: like('m=', '') })
  const { text, from, to } = excerptOf(bytes(invite), [literal('RTP'), finder])
  expect(text.slice(from, to)).toBe('m=audio 4000 RTP/AVP 0')
  expect(text.length).toBeLessThan(400)
  expect(excerptOf(bytes('abc'), [literal('x')])).toEqual({ text: 'abc', from: 0, to: 0 })
  const all = excerptOf(bytes('y'.repeat(60_000)), [
    finderOf({ kind: 'bytes', search: { kind: 'regex', pattern: 'y+' } }),
  ])
  expect(all.text.length).toBeLessThan(400)
  expect(all.to).toBeLessThanOrEqual(all.text.length)
})
