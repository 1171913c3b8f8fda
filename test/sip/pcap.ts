import { readFileSync } from 'node:fs'

/** Bytes before the IP header, by link type: none, Ethernet, raw IP, Linux cooked. */
const linkHeader: Readonly<Record<number, number>> = { 1: 14, 101: 0, 113: 16 }

/** Magic of microsecond and nanosecond files. */
const littleEndian: ReadonlySet<number> = new Set([0xd4c3b2a1, 0x4d3cb2a1])

/** Payloads of all IPv4 UDP packets of a classic pcap file, in order. */
export function udpPayloads(path: string): readonly Uint8Array[] {
  const file = readFileSync(path)
  const little = littleEndian.has(file.readUInt32BE(0))
  const word = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at))
  const skip = linkHeader[word(20)] ?? 14
  const payloads: Uint8Array[] = []
  for (let at = 24; at + 16 <= file.length;) {
    const size = word(at + 8)
    const payload = udpPayload(file.subarray(at + 16 + skip, at + 16 + size))
    if (payload) payloads.push(payload)
    at += 16 + size
  }
  return payloads
}

function udpPayload(ip: Buffer): Uint8Array | undefined {
  if (ip.length < 28 || (ip[0] ?? 0) >> 4 !== 4 || ip[9] !== 17) return undefined
  const udp = ip.subarray(((ip[0] ?? 0) & 15) * 4)
  return new Uint8Array(udp.subarray(8, udp.readUInt16BE(4)))
}
