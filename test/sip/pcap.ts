import { readFileSync } from 'node:fs'

/** Bytes before the IP header, by link type: none, Ethernet, raw IP, Linux cooked. */
const linkHeader: Readonly<Record<number, number>> = { 1: 14, 101: 0, 113: 16 }

/** Magic of microsecond and nanosecond files. */
const littleEndian: ReadonlySet<number> = new Set([0xd4c3b2a1, 0x4d3cb2a1])
const nanoseconds: ReadonlySet<number> = new Set([0xa1b23c4d, 0x4d3cb2a1])

export interface UdpPacket {
  /** UTC milliseconds. */
  readonly time: number
  /** `192.0.2.7:5060`. */
  readonly source: string
  readonly payload: Uint8Array
}

/** Payloads of all IPv4 UDP packets of a classic pcap file, in order. */
export const udpPayloads = (path: string): readonly Uint8Array[] => udpPackets(path).map(({ payload }) => payload)

/** All IPv4 UDP packets of a classic pcap file, in order. */
export function udpPackets(path: string): readonly UdpPacket[] {
  const file = readFileSync(path)
  const magic = file.readUInt32BE(0)
  const little = littleEndian.has(magic)
  const perMillisecond = nanoseconds.has(magic) ? 1e6 : 1e3
  const word = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at))
  const skip = linkHeader[word(20)] ?? 14
  const packets: UdpPacket[] = []
  for (let at = 24; at + 16 <= file.length;) {
    const size = word(at + 8)
    const packet = udpPacket(file.subarray(at + 16 + skip, at + 16 + size))
    if (packet) packets.push({ time: word(at) * 1000 + word(at + 4) / perMillisecond, ...packet })
    at += 16 + size
  }
  return packets
}

function udpPacket(ip: Buffer): Omit<UdpPacket, 'time'> | undefined {
  if (ip.length < 28 || (ip[0] ?? 0) >> 4 !== 4 || ip[9] !== 17) return undefined
  const udp = ip.subarray(((ip[0] ?? 0) & 15) * 4)
  const source = `${ip.subarray(12, 16).join('.')}:${udp.readUInt16BE(0)}`
  return { source, payload: new Uint8Array(udp.subarray(8, udp.readUInt16BE(4))) }
}
