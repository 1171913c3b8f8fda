import { writeFileSync } from 'node:fs'

/** Raw IP frames without an Ethernet header. */
const rawIp = 101

/** A classic pcap of UDP datagrams to port 5060, one second apart: for programs that read captures only. */
export function writePcap(path: string, payloads: readonly Uint8Array[]): void {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(rawIp, 20)
  writeFileSync(path, Buffer.concat([header, ...payloads.flatMap(packet)]))
}

function packet(payload: Uint8Array, second: number): readonly Uint8Array[] {
  const size = 28 + payload.length
  const record = Buffer.alloc(16)
  record.writeUInt32LE(second, 0)
  record.writeUInt32LE(size, 8)
  record.writeUInt32LE(size, 12)
  const ip = Buffer.alloc(28)
  ip.writeUInt8(0x45, 0)
  ip.writeUInt16BE(size, 2)
  ip.writeUInt8(64, 8)
  ip.writeUInt8(17, 9)
  ip.set([192, 0, 2, 1, 192, 0, 2, 2], 12)
  ip.writeUInt16BE(5060, 20)
  ip.writeUInt16BE(5060, 22)
  ip.writeUInt16BE(8 + payload.length, 24)
  return [record, ip, payload]
}
