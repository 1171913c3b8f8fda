import fc from 'fast-check'
import { parseNetwork, type Network } from '../../src/contract/ledger/address.ts'

/** First and last address as numbers: an answer to overlap that shares nothing with the one under test. */
export function rangeOf({ bytes, bits }: Network): { readonly first: bigint; readonly last: bigint } {
  const first = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)
  return { first, last: first + (1n << BigInt(bytes.length * 8 - bits)) - 1n }
}

export function meets(a: Network, b: Network): boolean {
  const [one, other] = [rangeOf(a), rangeOf(b)]
  return a.family === b.family && one.first <= other.last && other.first <= one.last
}

/**
 * Hosts and ranges of both families that often meet: all in 45.77.`third`.0/24 or 2a00:1450:`third`::/48.
 * @param widest how many bits at the end may belong to a range
 */
export function networks(widest: number, third = 7): fc.Arbitrary<Network> {
  const four = fc.tuple(fc.nat(255), fc.nat(Math.min(8, widest))).map(([host, free]) => {
    const start = (host >> free) << free
    return parseNetwork(`45.77.${third}.${start}/${32 - free}`)
  })
  const six = fc.tuple(fc.nat(0xffff), fc.nat(widest)).map(([host, free]) => {
    const start = Math.floor(host / 2 ** free) * 2 ** free
    return parseNetwork(`2a00:1450:${third}::${start.toString(16)}/${128 - free}`)
  })
  return fc.oneof({ weight: 3, arbitrary: four }, { weight: 2, arbitrary: six }).map((network) => {
    if (!network) throw new Error('an arbitrary network is none')
    return network
  })
}

/** The range of `bits` bits around an address given as a number. */
function rangeAround(family: 4 | 6, address: bigint, bits: number): Network {
  const free = BigInt((family === 4 ? 32 : 128) - bits)
  const first = (address >> free) << free
  const network = parseNetwork(`${family === 4 ? dotted(first) : colons(first)}/${bits}`)
  if (!network) throw new Error('a range that was made is none')
  return network
}

const dotted = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.')
const colons = (address: bigint): string =>
  Array.from({ length: 8 }, (_, at) => ((address >> BigInt(112 - 16 * at)) & 0xffffn).toString(16)).join(':')

/** A part of `network`, all of it, or a range around it. */
export function related(network: Network): fc.Arbitrary<Network> {
  const { first, last } = rangeOf(network)
  const inside = fc
    .tuple(fc.bigInt(first, last), fc.integer({ min: network.bits, max: network.bytes.length * 8 }))
    .map(([address, bits]) => rangeAround(network.family, address, bits))
  const around = fc.integer({ min: 1, max: 4 }).map((wider) => rangeAround(network.family, first, network.bits - wider))
  return fc.oneof({ weight: 4, arbitrary: inside }, { weight: 1, arbitrary: around })
}
