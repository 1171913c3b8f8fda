import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, isHost, overlaps, parseNetwork, type Network } from '../../src/contract/ledger/address.ts'

const network = (text: string): Network => {
  const parsed = parseNetwork(text)
  if (!parsed) throw new Error(`${text} should parse`)
  return parsed
}

describe('parseNetwork', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    [' 192.0.2.0/24 ', '192.0.2.0/24'],
    ['192.0.2.1/32', '192.0.2.1'],
    ['2001:DB8:0:0:0::1', '2001:db8::1'],
    ['2001:db8::/48', '2001:db8::/48'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('%s is %s', (given, wanted) => {
    expect(parseNetwork(given)?.text).toBe(wanted)
  })

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '0x7f.0.0.1',
    '010.1.1.1',
    '127.1',
    '2130706433',
    '192.0.2.1/24', // host bits set
    '192.0.2.0/33',
    '192.0.2.0/-1',
    '192.0.2.0/24/24',
    '192.0.2.0/',
    'fe80::1%eth0',
    '2001:db8::/129',
    '1.2.3.4\u0000',
    '１.2.3.4',
  ])('refuses %j', (text) => {
    expect(parseNetwork(text)).toBeUndefined()
  })
})

it('contains and overlaps agree with arithmetic on 32-bit numbers', () => {
  const cidr = fc.record({ value: fc.nat(0xffffffff), bits: fc.integer({ min: 0, max: 32 }) })
  const masked = ({ value, bits }: { value: number; bits: number }) => {
    const size = 2 ** (32 - bits)
    const start = Math.floor(value / size) * size
    const text = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')
    return { start, end: start + size, text: `${text}/${bits}` }
  }
  fc.assert(
    fc.property(cidr, cidr, (left, right) => {
      const a = masked(left)
      const b = masked(right)
      expect(contains(network(a.text), network(b.text))).toBe(a.start <= b.start && b.end <= a.end)
      expect(overlaps(network(a.text), network(b.text))).toBe(a.start < b.end && b.start < a.end)
      expect(isHost(network(a.text))).toBe(a.end - a.start === 1)
    }),
  )
})

it('families never mix', () => {
  expect(overlaps(network('0.0.0.0/0'), network('::/0'))).toBe(false)
})
