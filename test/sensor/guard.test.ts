import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../../src/sensor/guard/bounded-map.ts'
import { originOf } from '../../src/sensor/guard/origin.ts'
import { ReflectionGuard } from '../../src/sensor/guard/reflection-guard.ts'
import { TokenBucket } from '../../src/sensor/guard/token-bucket.ts'

const limits = { perSourcePerSecond: 1_000_000, totalPerSecond: 1_000_000 }

describe('reflection guard', () => {
  it('never sends an unproven address more than came from it, in whatever order', () => {
    const step = fc.record({ received: fc.nat(1500), forms: fc.array(fc.nat(2000), { maxLength: 4 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const guard = new ReflectionGuard(limits, () => 0)
        let [received, sent] = [0, 0]
        for (const { received: size, forms } of steps) {
          guard.onReceived('192.0.2.1', size, false)
          received += size
          const chosen = guard.choose(
            '192.0.2.1',
            forms.map((length) => new Uint8Array(length)),
          )
          sent += chosen?.length ?? 0
          expect(sent).toBeLessThanOrEqual(received)
        }
      }),
    )
  })

  it('takes the largest form that fits, and none when none does', () => {
    const guard = new ReflectionGuard(limits, () => 0)
    const forms = [300, 200, 100].map((length) => new Uint8Array(length))
    guard.onReceived('192.0.2.1', 250, false)
    expect(guard.choose('192.0.2.1', forms)?.length).toBe(200)
    expect(guard.choose('192.0.2.1', forms)).toBeUndefined()
    expect(guard.choose('192.0.2.2', forms)).toBeUndefined()
  })

  it('trusts a proven address for ten minutes', () => {
    let now = 0
    const guard = new ReflectionGuard(limits, () => now)
    guard.onReceived('192.0.2.1', 0, true)
    expect(guard.choose('192.0.2.1', [new Uint8Array(900)])?.length).toBe(900)
    now = 10 * 60_000 + 1
    expect(guard.choose('192.0.2.1', [new Uint8Array(900)])).toBeUndefined()
  })

  it('limits the answers to one source and to all', () => {
    let now = 0
    const guard = new ReflectionGuard({ perSourcePerSecond: 3, totalPerSecond: 6 }, () => now)
    const answers = (address: string, proven = false) =>
      Array.from({ length: 10 }, () => {
        guard.onReceived(address, 100, proven)
        return guard.choose(address, [new Uint8Array(10)])
      }).filter((answer) => answer !== undefined).length
    expect([answers('a'), answers('b'), answers('c')]).toEqual([3, 2, 0])
    // A part is kept for those who cannot be forged.
    expect(answers('d', true)).toBe(1)
    now = 1000
    expect(answers('c')).toBe(3)
  })

  it('counts an IPv6 site as one source for the rate, and each address for itself for the bytes', () => {
    const guard = new ReflectionGuard({ perSourcePerSecond: 3, totalPerSecond: 1000 }, () => 0)
    const ask = (address: string, size = 100) => {
      guard.onReceived(address, size, false)
      return guard.choose(address, [new Uint8Array(90)]) !== undefined
    }
    const site = Array.from({ length: 10 }, (_, host) => `2001:db8:0:1::${host + 1}`)
    expect(site.filter((address) => ask(address))).toHaveLength(3)
    expect(ask('2001:db8:0:2::1')).toBe(true)
    guard.onReceived('2001:db8:0:3::1', 1000, false)
    expect(ask('2001:db8:0:3::2', 10)).toBe(false)
  })
})

it.each([
  ['192.0.2.1', '192.0.2.2', false],
  ['2001:db8::1', '2001:db8::ffff:1', true],
  ['2001:db8::1', '2001:db8:0:1::1', false],
  ['fe80::1', 'nonsense:', false],
])('takes %s and %s for one origin: %s', (one, other, same) => {
  expect(originOf(one) === originOf(other)).toBe(same)
})

it('forgets the least recently used entry', () => {
  const map = new BoundedMap<string, number>(2)
  map.use('a', () => 1)
  map.use('b', () => 2)
  map.use('a', () => 9)
  map.use('c', () => 3)
  expect(map.size).toBe(2)
  expect([map.use('a', () => 9), map.use('b', () => 8)]).toEqual([1, 8])
})

it('fills a bucket at its rate and never above', () => {
  const bucket = new TokenBucket(10, 0)
  const drain = (now: number) => {
    let taken = 0
    for (; bucket.has(now); taken += 1) bucket.take()
    return taken
  }
  expect([drain(0), drain(250), drain(100_000)]).toEqual([10, 2, 10])
})
