import type { SkipReason } from './packet.ts'

/** A packet of the network layer, whole or a fragment. Its bytes are views into the frame. */
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
      return ofType(frame, 12, 14)
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
      return ofType(frame, 14, 16)
    case 276:
      return ofType(frame, 0, 20)
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

/** @param typeAt where the EtherType stands; @param from where what it names begins, which may be a VLAN tag. */
function ofType(frame: Uint8Array, typeAt: number, from: number): Uint8Array | SkipReason {
  const view = viewOf(frame)
  let [at, begin] = [typeAt, from]
  for (let tag = 0; tag <= mostTags; tag += 1) {
    if (frame.length < at + 2 || frame.length < begin) return 'malformed'
    const type = view.getUint16(at)
    if (type === pppoe) return ofPpp(view, begin + 6, frame)
    if (!tags.has(type)) return type === ipv4 || type === ipv6 ? frame.subarray(begin) : 'no-ip'
    at = begin + 2
    begin += 4
  }
  return 'malformed'
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
  return withoutExtensions({ ...ends, protocol: bytes[6] ?? 0, payload: bytes.subarray(40, end) })
}

/** Passes over the extension headers, up to the place where a fragment begins: what follows there may be cut anywhere. */
export function withoutExtensions(packet: IpPacket): IpPacket | SkipReason {
  const { payload } = packet
  const view = viewOf(payload)
  let [protocol, at] = [packet.protocol, 0]
  for (let count = 0; extensions.has(protocol) || protocol === fragmentHeader; count += 1) {
    if (count === mostExtensions || at + 8 > payload.length) return 'malformed'
    const next = payload[at] ?? 0
    const fragment = protocol === fragmentHeader ? fragmentAt(view, at) : undefined
    at += protocol === fragmentHeader ? 8 : ((payload[at + 1] ?? 0) + 1) * 8
    if (fragment) return { ...packet, protocol: next, payload: payload.subarray(at), fragment }
    protocol = next
  }
  return at > payload.length ? 'malformed' : { ...packet, protocol, payload: payload.subarray(at) }
}

/** `undefined` for a packet that is its own only fragment: it is whole (RFC 6946). */
function fragmentAt(view: DataView, at: number): IpPacket['fragment'] {
  const place = view.getUint16(at + 2)
  const [offset, more] = [place & 0xfff8, (place & 1) === 1]
  return more || offset > 0 ? { id: view.getUint32(at + 4), offset, more } : undefined
}

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
