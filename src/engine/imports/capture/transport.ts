import { viewOf, type IpPacket } from './network.ts'
import type { SkipReason } from './packet.ts'
import type { Segment } from './tcp.ts'

export interface Ports {
  readonly sourcePort: number
  readonly targetPort: number
}

export type Transported =
  | (Ports & { readonly kind: 'datagram'; readonly bytes: Uint8Array })
  | (Ports & { readonly kind: 'segment'; readonly segment: Segment })

const tcp = 6
const udp = 17

/** The datagram or segment of a whole IP packet. */
export function readTransport({ protocol, payload }: IpPacket): Transported | SkipReason {
  if (protocol === udp) return readUdp(payload)
  return protocol === tcp ? readTcp(payload) : 'no-udp-tcp'
}

function readUdp(bytes: Uint8Array): Transported | SkipReason {
  if (bytes.length < 8) return 'malformed'
  const view = viewOf(bytes)
  const length = view.getUint16(4)
  if (length < 8) return 'malformed'
  if (length > bytes.length) return 'cut-short'
  return { kind: 'datagram', ...portsOf(view), bytes: bytes.subarray(8, length) }
}

const flagFin = 1
const flagSyn = 2

function readTcp(bytes: Uint8Array): Transported | SkipReason {
  if (bytes.length < 20) return 'malformed'
  const view = viewOf(bytes)
  const header = ((bytes[12] ?? 0) >> 4) * 4
  if (header < 20 || header > bytes.length) return 'malformed'
  const flags = bytes[13] ?? 0
  const segment = {
    sequence: view.getUint32(4),
    syn: (flags & flagSyn) !== 0,
    fin: (flags & flagFin) !== 0,
    bytes: bytes.subarray(header),
  }
  return { kind: 'segment', ...portsOf(view), segment }
}

const portsOf = (view: DataView): Ports => ({ sourcePort: view.getUint16(0), targetPort: view.getUint16(2) })
