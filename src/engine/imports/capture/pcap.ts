import { ByteQueue } from './byte-queue.ts'
import type { Packet, PacketReader, Skipped } from './packet.ts'

/** The classic format: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html. */
const magics: Readonly<Record<number, { readonly little: boolean; readonly perMicrosecond: number }>> = {
  0xa1b2c3d4: { little: false, perMicrosecond: 1 },
  0xd4c3b2a1: { little: true, perMicrosecond: 1 },
  0xa1b23c4d: { little: false, perMicrosecond: 1000 },
  0x4d3cb2a1: { little: true, perMicrosecond: 1000 },
}
const fileHeader = 24
const recordHeader = 16
/** Bytes of one packet; tcpdump's own bound is 256 KiB. More means that the file is damaged here. */
export const longestPacket = 1024 * 1024

/** @param magic the file's first four bytes, read big-endian. */
export const isPcap = (magic: number): boolean => Object.hasOwn(magics, magic)

export class PcapReader implements PacketReader {
  private readonly queue = new ByteQueue()
  private format: { readonly little: boolean; readonly perMicrosecond: number; readonly link: number } | undefined
  private count = 0
  private broken = false

  push(piece: Uint8Array): readonly (Packet | Skipped)[] {
    if (this.broken) return []
    this.queue.add(piece)
    if (!this.format && !this.readHeader()) return []
    const packets: (Packet | Skipped)[] = []
    for (let next = this.next(); next !== undefined; next = this.next()) packets.push(next)
    return packets
  }

  end(): readonly Skipped[] {
    const unfinished = !this.broken && this.queue.length > 0
    return unfinished ? [{ number: this.count + 1, reason: 'unreadable' }] : []
  }

  private readHeader(): boolean {
    const header = this.queue.peek(fileHeader)
    const kind = header && magics[header.getUint32(0)]
    if (!header || !kind) return false
    // The upper bits tell of checksums behind each frame, which do no harm.
    this.format = { ...kind, link: header.getUint32(20, kind.little) & 0x03ffffff }
    this.queue.drop(fileHeader)
    return true
  }

  private next(): Packet | Skipped | undefined {
    const header = this.queue.peek(recordHeader)
    if (!header || !this.format || this.broken) return undefined
    const { little, perMicrosecond, link } = this.format
    const captured = header.getUint32(8, little)
    if (captured > longestPacket) {
      this.broken = true
      return { number: this.count + 1, reason: 'unreadable' }
    }
    if (this.queue.length < recordHeader + captured) return undefined
    this.count += 1
    const time = header.getUint32(0, little) * 1_000_000 + Math.floor(header.getUint32(4, little) / perMicrosecond)
    const bytes = this.queue.copy(recordHeader, recordHeader + captured)
    this.queue.drop(recordHeader + captured)
    return { number: this.count, time, link, bytes }
  }
}
