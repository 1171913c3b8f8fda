import ipaddr from 'ipaddr.js'

export interface Datagram {
  readonly from: string
  readonly fromPort: number
  readonly to: string
  readonly toPort: number
  readonly payload: Uint8Array
}

/** More does not fit into one datagram over IPv4. */
export const mostPayload = 65_507

const udp = 17
const udpHeader = 8

/**
 * An IP packet with one UDP datagram, as it could have been on the wire. `undefined` when one of the addresses is none.
 *
 * @param datagram at most `mostPayload` bytes of it are taken.
 */
export function packetOf({ from, fromPort, to, toPort, payload }: Datagram): Uint8Array | undefined {
  const ends = addressBytes(from, to)
  if (!ends) return undefined
  const [source, destination] = ends
  const body = payload.subarray(0, mostPayload)
  const segment = new Uint8Array(udpHeader + body.length)
  const view = new DataView(segment.buffer)
  view.setUint16(0, fromPort)
  view.setUint16(2, toPort)
  view.setUint16(4, segment.length)
  segment.set(body, udpHeader)
  // RFC 768, RFC 8200 8.1: addresses, protocol and length count too; a sum of zero is written as all ones.
  const pseudo = sumOf(source) + sumOf(destination) + udp + segment.length
  view.setUint16(6, checksum(pseudo + sumOf(segment)) || 0xffff)
  const header =
    source.length === 4 ? header4(source, destination, segment.length) : header6(source, destination, segment.length)
  return Buffer.concat([header, segment])
}

/** Of one family: an IPv4 address beside an IPv6 one is written as IPv6 does (RFC 4291 2.5.5.2). */
function addressBytes(from: string, to: string): readonly [Uint8Array, Uint8Array] | undefined {
  if (!ipaddr.isValid(from) || !ipaddr.isValid(to)) return undefined
  const [source, destination] = [ipaddr.parse(from), ipaddr.parse(to)]
  const bytes = (address: ipaddr.IPv4 | ipaddr.IPv6): Uint8Array =>
    Uint8Array.from(
      source.kind() !== destination.kind() && address instanceof ipaddr.IPv4
        ? address.toIPv4MappedAddress().toByteArray()
        : address.toByteArray(),
    )
  return [bytes(source), bytes(destination)]
}

function header4(source: Uint8Array, destination: Uint8Array, length: number): Uint8Array {
  const header = new Uint8Array(20)
  const view = new DataView(header.buffer)
  header[0] = 0x45
  view.setUint16(2, header.length + length)
  header[8] = 64
  header[9] = udp
  header.set(source, 12)
  header.set(destination, 16)
  view.setUint16(10, checksum(sumOf(header)))
  return header
}

function header6(source: Uint8Array, destination: Uint8Array, length: number): Uint8Array {
  const header = new Uint8Array(40)
  const view = new DataView(header.buffer)
  header[0] = 0x60
  view.setUint16(4, length)
  header[6] = udp
  header[7] = 64
  header.set(source, 8)
  header.set(destination, 24)
  return header
}

/** Sum of 16-bit words; far below 2^53 for the longest packet. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0)
  return sum
}

/** RFC 1071. */
function checksum(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x1_0000)
  return ~folded & 0xffff
}
