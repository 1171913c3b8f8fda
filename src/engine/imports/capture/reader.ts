import type { CaptureFormat } from '../../../contract/console/imports.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { CaptureReader, Read } from './captured.ts'
import { JsonLinesReader } from './json-lines.ts'
import { MessagesOfPackets } from './messages.ts'
import type { Packet, PacketReader, Skipped } from './packet.ts'
import { isPcap, PcapReader } from './pcap.ts'
import { isPcapng, PcapngReader } from './pcapng.ts'

/** Bytes that a format is told by; files of lines may begin with a byte order mark and empty lines. */
const longestOpening = 64

/**
 * Finds out what a file is by its first bytes.
 * @param last whether these are all of the file.
 * @returns `undefined` while there are too few of them.
 * @throws RpcError `bad-request` in words when it is nothing that can be read.
 */
export function readerFor(opening: Uint8Array, last: boolean): CaptureReader | undefined {
  if (opening.length < longestOpening && !last) return undefined
  const bytes = Buffer.from(opening.subarray(0, longestOpening))
  const magic = bytes.length < 4 ? 0 : bytes.readUInt32BE(0)
  if (isPcap(magic)) return new PacketsReader('pcap', new PcapReader())
  if (isPcapng(magic)) return new PacketsReader('pcapng', new PcapngReader())
  if (bytes.toString('utf8').trimStart().startsWith('{')) return new JsonLinesReader()
  throw new RpcError('bad-request', `${whatItIs(bytes)}; pcap, pcapng and SentryPeer’s JSON lines can be read`)
}

const packed = ['1f8b', '28b52ffd', 'fd377a58', '425a68', '504b0304', '04224d18']

function whatItIs(bytes: Buffer): string {
  if (bytes.length === 0) return 'the file is empty'
  const hex = bytes.toString('hex')
  return packed.some((magic) => hex.startsWith(magic))
    ? 'the file is compressed and must be unpacked first'
    : 'the file is no capture'
}

class PacketsReader implements CaptureReader {
  readonly format: CaptureFormat
  count = 0
  private readonly packets: PacketReader
  private readonly messages = new MessagesOfPackets()

  constructor(format: CaptureFormat, packets: PacketReader) {
    this.format = format
    this.packets = packets
  }

  push(piece: Uint8Array): readonly Read[] {
    return this.read(this.packets.push(piece))
  }

  end(): readonly Read[] {
    return [...this.read(this.packets.end()), ...this.messages.end()]
  }

  private read(packets: readonly (Packet | Skipped)[]): readonly Read[] {
    this.count += packets.length
    return packets.flatMap((packet) => this.messages.read(packet))
  }
}
