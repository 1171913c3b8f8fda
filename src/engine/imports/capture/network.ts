import type { SkipReason } from './packet.ts'

/** A packet of the network layer, whole or a fragment. Addresses are spelled in full, without compression. */
export interface IpPacket {
  readonly source: Uint8Array
  readonly target: Uint8Array
  readonly protocol: number
  readonly payload: Uint8Array
  /** Where the payload belongs, when it is but a part of the packet. */
  readonly fragment?: { readonly id: number; readonly offset: number; readonly more: boolean }
}

/** Finds the IP packet in a frame of a link. */
export function ipOfFrame(link: number, frame: Uint8Array): Uint8Array | SkipReason {
  switch (link) {
    case 1:
      return ipOfEthernet(frame)
    case 0:
    case 108:
      return frame.length > 4 ? frame.subarray(4) : 'no-ip'
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return frame
    case 113:
      return ofType(viewOf(frame), 14, 16, frame)
    case 276:
      return ofType(viewOf(frame), 0, 20, frame)
    default:
      return 'link'
  }
}

const ipv4 = 0x0800
const ipv6 = 0x86dd
const pppoe = 0x8864
const tags: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100])
/** VLAN tags in front of the packet; more are an attack on the reader. */
const mostTags = 4

function ipOfEthernet(frame: Uint8Array): Uint8Array | SkipReason {
  const view = viewOf(frame)
  let at = 12
  for (let tag = 0; tag <= mostTags; tag += 1) {
    if (at + 2 > frame.length) return 'malformed'
    const type = view.getUint16(at)
    if (type === pppoe) return ofPpp(view, at + 8, frame)
    if (!tags.has(type)) return ofType(view, at, at + 2, frame)
    at += 4
  }
  return 'malformed'
}

function ofType(view: DataView, typeAt: number, from: number, frame: Uint8Array): Uint8Array | SkipReason {
  if (frame.length < from || frame.length < typeAt + 2) return 'malformed'
  const type = view.getUint16(typeAt)
  return type === ipv4 || type === ipv6 ? frame.subarray(from) : 'no-ip'
}

function ofPpp(view: DataView, at: number, frame: Uint8Array): Uint8Array | SkipReason {
  if (frame.length < at + 2) return 'malformed'
  const protocol = view.getUint16(at)
  return protocol === 0x0021 || protocol === 0x0057 ? frame.subarray(at + 2) : 'no-ip'
}

/** @param bytes from the IP header on; what lies behind the packet, such as padding, is left out. */
export function readIp(bytes: Uint8Array): IpPacket | SkipReason {
  const version = (bytes[0] ?? 0) >> 4
  if (version === 4) return readIpv4(bytes)
  return version === 6 ? readIpv6(bytes) : 'no-ip'
}

function readIpv4(bytes: Uint8Array): IpPacket | SkipReason {
  const view = viewOf(bytes)
  const header = ((bytes[0] ?? 0) & 15) * 4
  if (header < 20 || bytes.length < header) return 'malformed'
  // 0 where the network card would have filled it in: then all that was captured.
  const total = view.getUint16(2) || bytes.length
  if (total < header) return 'malformed'
  if (total > bytes.length) return 'cut-short'
  const flags = view.getUint16(6)
  const [more, offset] = [(flags & 0x2000) !== 0, (flags & 0x1fff) * 8]
  const packet = {
    source: bytes.subarray(12, 16),
    target: bytes.subarray(16, 20),
    protocol: bytes[9] ?? 0,
    payload: bytes.subarray(header, total),
  }
  return more || offset > 0 ? { ...packet, fragment: { id: view.getUint16(4), offset, more } } : packet
}

/** Hop-by-hop, routing, destination options; each says its own length. */
const extensions: ReadonlySet<number> = new Set([0, 43, 60])
const fragmentHeader = 44
const mostExtensions = 8

function readIpv6(bytes: Uint8Array): IpPacket | SkipReason {
  if (bytes.length < 40) return 'malformed'
  const view = viewOf(bytes)
  const end = 40 + view.getUint16(4)
  if (end > bytes.length) return 'cut-short'
  const ends = { source: bytes.subarray(8, 24), target: bytes.subarray(24, 40) }
  let protocol = bytes[6] ?? 0
  let at = 40
  let fragment: IpPacket['fragment']
  for (let count = 0; extensions.has(protocol) || protocol === fragmentHeader; count += 1) {
    if (count === mostExtensions || at + 8 > end) return 'malformed'
    const next = bytes[at] ?? 0
    if (protocol === fragmentHeader) {
      const place = view.getUint16(at + 2)
      fragment = { id: view.getUint32(at + 4), offset: place & 0xfff8, more: (place & 1) === 1 }
    }
    at += protocol === fragmentHeader ? 8 : ((bytes[at + 1] ?? 0) + 1) * 8
    protocol = next
  }
  if (at > end) return 'malformed'
  const packet = { ...ends, protocol, payload: bytes.subarray(at, end) }
  // A packet that is its own only fragment is whole (RFC 6946).
  return fragment && (fragment.more || fragment.offset > 0) ? { ...packet, fragment } : packet
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
