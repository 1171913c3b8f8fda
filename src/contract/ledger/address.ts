import ipaddr from 'ipaddr.js'

/** An address or CIDR range in one canonical spelling, ready for overlap tests. */
export interface Network {
  /** RFC 5952 for IPv6; a host has no `/n`. */
  readonly text: string
  readonly family: 4 | 6
  readonly bits: number
  readonly bytes: readonly number[]
}

/**
 * Parses an address or CIDR range. Host bits must be zero in a range; IPv4-mapped IPv6 becomes IPv4.
 * @returns `undefined` when `text` is neither.
 */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', width, ...rest] = text.trim().split('/')
  if (rest.length > 0 || !isStrict(host)) return undefined
  const parsed = ipaddr.process(host)
  const bytes = parsed.toByteArray()
  const most = bytes.length * 8
  if (width !== undefined && !/^\d{1,3}$/.test(width)) return undefined
  const bits = width === undefined ? most : Number(width) - (isMapped(host) ? 96 : 0)
  if (bits < 0 || bits > most || !hostBitsClear(bytes, bits)) return undefined
  return { text: spelling(parsed, bits, most), family: bytes.length === 4 ? 4 : 6, bits, bytes }
}

export const isHost = (network: Network): boolean => network.bits === network.bytes.length * 8

/** Does `outer` hold every address of `inner`? */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.bits > inner.bits) return false
  return samePrefix(outer.bytes, inner.bytes, outer.bits)
}

/** Do they share an address? Ranges can only nest, so one must contain the other. */
export const overlaps = (a: Network, b: Network): boolean => contains(a, b) || contains(b, a)

/**
 * What remains of `range` without `holes`: the fewest ranges that hold every other address of it, and none of theirs, in
 * order. Holes outside count for nothing; one that holds all of `range` leaves nothing.
 * At most 32 ranges a hole for IPv4 and 128 for IPv6 remain.
 */
export function splitAround(range: Network, holes: readonly Network[]): readonly Network[] {
  const inside = holes.filter((hole) => overlaps(range, hole))
  if (inside.length === 0) return [range]
  if (inside.some((hole) => contains(hole, range))) return []
  return halves(range).flatMap((half) => splitAround(half, inside))
}

function halves({ bytes, bits, family }: Network): readonly Network[] {
  const upper = bytes.map((byte, at) => (at === bits >> 3 ? byte | (0x80 >> (bits & 7)) : byte))
  return [bytes, upper].map((half) => {
    const address = ipaddr.fromByteArray([...half])
    return { text: spelling(address, bits + 1, bytes.length * 8), family, bits: bits + 1, bytes: half }
  })
}

/** Four dotted decimals or IPv6 without a zone: nothing that only some parsers understand, such as `0x7f.1`. */
function isStrict(host: string): boolean {
  return (
    ipaddr.IPv4.isValidFourPartDecimal(host) || (host.includes(':') && !host.includes('%') && ipaddr.IPv6.isValid(host))
  )
}

function isMapped(host: string): boolean {
  return host.includes(':') && ipaddr.IPv6.parse(host).isIPv4MappedAddress()
}

function spelling(parsed: ipaddr.IPv4 | ipaddr.IPv6, bits: number, most: number): string {
  const host = parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString()
  return bits === most ? host : `${host}/${bits}`
}

function hostBitsClear(bytes: readonly number[], bits: number): boolean {
  return bytes.every((byte, at) => (byte & (0xff >> Math.max(0, Math.min(8, bits - at * 8)))) === 0)
}

function samePrefix(a: readonly number[], b: readonly number[], bits: number): boolean {
  return a.every((byte, at) => {
    const shown = Math.max(0, Math.min(8, bits - at * 8))
    const mask = (0xff << (8 - shown)) & 0xff
    return (byte & mask) === ((b[at] ?? 0) & mask)
  })
}
