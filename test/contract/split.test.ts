import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, overlaps, parseNetwork, splitAround, type Network } from '../../src/contract/ledger/address.ts'
import { networks, rangeOf } from '../support/networks.ts'

const network = (text: string): Network => parseNetwork(text) ?? expect.fail(text)
const split = (range: string, ...holes: string[]): readonly string[] =>
  splitAround(network(range), holes.map(network)).map(({ text }) => text)

describe('splitting a range around holes', () => {
  it.each([
    ['8.8.8.0/30', ['8.8.8.1'], ['8.8.8.0', '8.8.8.2/31']],
    ['8.8.8.0/24', ['8.8.8.128/25'], ['8.8.8.0/25']],
    ['8.8.8.0/24', ['9.9.9.9'], ['8.8.8.0/24']],
    ['8.8.8.0/24', ['8.8.0.0/16'], []],
    ['8.8.8.8', ['8.8.8.8'], []],
    ['8.8.8.0/31', ['8.8.8.0', '8.8.8.1'], []],
    ['8.8.8.0/24', ['2a00::/16'], ['8.8.8.0/24']],
    ['2a00:1450::/126', ['2a00:1450::2'], ['2a00:1450::/127', '2a00:1450::3']],
  ])('%s without %j is %j', (range, holes, left) => {
    expect(split(range, ...holes)).toEqual(left)
  })

  it('of a /24 leaves eight ranges, of a /48 eighty', () => {
    expect(split('8.8.8.0/24', '8.8.8.77')).toHaveLength(8)
    expect(split('2a00:1450::/48', '2a00:1450::77')).toHaveLength(80)
  })

  it('leaves every other address, none of the holes’, nothing twice, and nothing that could be joined', () => {
    const cases = fc.tuple(networks(16), fc.array(networks(16), { maxLength: 5 }))
    const check = ([range, holes]: [Network, Network[]]): void => {
      const left = splitAround(range, holes)
      for (const [at, each] of left.entries()) {
        expect(each).toEqual(network(each.text))
        expect(contains(range, each)).toBe(true)
        expect(holes.some((hole) => overlaps(hole, each))).toBe(false)
        expect(left.slice(at + 1).some((other) => overlaps(other, each))).toBe(false)
      }
      const kept = left.reduce((sum, each) => sum + sizeOf(each), 0n)
      expect(kept).toBe(sizeOf(range) - union(range, holes))
      expect(left.map(({ bytes }) => bytes)).toEqual(left.map(({ bytes }) => bytes).sort(byBytes))
    }
    fc.assert(fc.property(cases, check), { numRuns: 300 })
  })
})

const sizeOf = (of: Network): bigint => {
  const { first, last } = rangeOf(of)
  return last - first + 1n
}
const byBytes = (a: readonly number[], b: readonly number[]): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** How many addresses of `range` lie in any of the holes, counted by their ends. */
function union(range: Network, holes: readonly Network[]): bigint {
  const { first, last } = rangeOf(range)
  const cut = holes
    .filter(({ family }) => family === range.family)
    .map(rangeOf)
    .map((hole) => ({ from: hole.first > first ? hole.first : first, to: hole.last < last ? hole.last : last }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  let [covered, next] = [0n, first]
  for (const { from, to } of cut) {
    const start = from > next ? from : next
    if (to < start) continue
    covered += to - start + 1n
    next = to + 1n
  }
  return covered
}
