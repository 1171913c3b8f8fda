import { ByteQueue } from './byte-queue.ts'
import { isTime, type Packet, type PacketReader, type Skipped } from './packet.ts'
import { longestPacket } from './pcap.ts'

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html. Blocks that hold no packets are passed over. */
const sectionHeader = 0x0a0d0d0a
const interfaceDescription = 1
const oldPacket = 2
const simplePacket = 3
const enhancedPacket = 6
const byteOrder = 0x1a2b3c4d
/** Of a block: its type and its length, which stands at its end again. */
const frame = 12
const longestBlock = 16 * longestPacket
/** Interfaces of a section; each is remembered. */
const mostInterfaces = 10_000

interface Interface {
  readonly link: number
  /** Units of its clock in a second. */
  readonly unitsPerSecond: bigint
  /** Seconds to be added. */
  readonly offset: bigint
}

export const isPcapng = (magic: number): boolean => magic === sectionHeader

export class PcapngReader implements PacketReader {
  private readonly queue = new ByteQueue()
  private little = true
  private interfaces: Interface[] = []
  private count = 0
  private broken = false

  push(piece: Uint8Array): readonly (Packet | Skipped)[] {
    if (this.broken) return []
    this.queue.add(piece)
    const packets: (Packet | Skipped)[] = []
    for (let block = this.block(); block; block = this.block()) {
      if (block === 'broken') return [...packets, this.breakOff()]
      const read = this.read(block)
      if (read) packets.push(read)
      this.queue.drop(block.byteLength)
    }
    return packets
  }

  end(): readonly Skipped[] {
    return !this.broken && this.queue.length > 0 ? [this.breakOff()] : []
  }

  private breakOff(): Skipped {
    this.broken = true
    return { number: this.count + 1, reason: 'unreadable' }
  }

  /** The next whole block. */
  private block(): DataView | 'broken' | undefined {
    const head = this.queue.peek(frame)
    if (!head) return undefined
    if (head.getUint32(0) === sectionHeader && !this.beginSection(head)) return 'broken'
    const length = head.getUint32(4, this.little)
    if (length < frame || length % 4 !== 0 || length > longestBlock) return 'broken'
    return this.queue.peek(length)
  }

  private beginSection(head: DataView): boolean {
    const little = head.getUint32(8, true) === byteOrder
    if (!little && head.getUint32(8, false) !== byteOrder) return false
    this.little = little
    return true
  }

  private read(block: DataView): Packet | Skipped | undefined {
    switch (block.getUint32(0, this.little)) {
      case sectionHeader:
        this.interfaces = []
        return undefined
      case interfaceDescription:
        this.addInterface(block)
        return undefined
      case enhancedPacket:
        return this.packet(block, block.byteLength < 32 ? -1 : block.getUint32(8, this.little))
      case oldPacket:
        return this.packet(block, block.byteLength < 32 ? -1 : block.getUint16(8, this.little))
      case simplePacket:
        this.count += 1
        return { number: this.count, reason: 'no-time' }
      default:
        return undefined
    }
  }

  private packet(block: DataView, from: number): Packet | Skipped {
    this.count += 1
    const by = this.interfaces[from]
    const captured = by ? block.getUint32(20, this.little) : 0
    if (!by || captured > block.byteLength - 32) return { number: this.count, reason: 'malformed' }
    const units = (BigInt(block.getUint32(12, this.little)) << 32n) | BigInt(block.getUint32(16, this.little))
    const time = Number((units * 1_000_000n) / by.unitsPerSecond + by.offset * 1_000_000n)
    if (!isTime(time)) return { number: this.count, reason: 'no-time' }
    return { number: this.count, time, link: by.link, bytes: this.queue.copy(28, 28 + captured) }
  }

  private addInterface(block: DataView): void {
    if (block.byteLength < 20 || this.interfaces.length >= mostInterfaces) return
    const options = optionsOf(block, 16, this.little)
    const resolution = options.get(9)?.getUint8(0) ?? 6
    const unitsPerSecond = resolution & 0x80 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(Math.min(resolution, 20))
    const offset = options.get(14)
    this.interfaces.push({
      link: block.getUint16(8, this.little),
      unitsPerSecond,
      offset: offset && offset.byteLength >= 8 ? offset.getBigInt64(0, this.little) : 0n,
    })
  }
}

/** Options by their code; the first of each. Empty ones are left out. */
function optionsOf(block: DataView, from: number, little: boolean): ReadonlyMap<number, DataView> {
  const options = new Map<number, DataView>()
  const end = block.byteLength - 4
  for (let at = from; at + 4 <= end;) {
    const code = block.getUint16(at, little)
    const length = block.getUint16(at + 2, little)
    if (code === 0 || at + 4 + length > end) break
    if (length > 0 && !options.has(code))
      options.set(code, new DataView(block.buffer, block.byteOffset + at + 4, length))
    at += 4 + length + ((4 - (length % 4)) % 4)
  }
  return options
}
