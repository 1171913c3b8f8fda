/** Packets and files put together byte by byte, to be read by our readers and by others. */
export interface Sent {
  readonly from?: string
  readonly to?: string
  readonly fromPort?: number
  readonly toPort?: number
}

const ends = ({ from = '203.0.113.7', to = '192.0.2.1' }: Sent): [Buffer, Buffer] => [address(from), address(to)]
const address = (text: string): Buffer => Buffer.from(text.split('.').map(Number))

export function ipv4(protocol: number, payload: Uint8Array, sent: Sent = {}, fragment = { id: 1, flags: 0 }): Buffer {
  const head = Buffer.alloc(20)
  const [from, to] = ends(sent)
  head.writeUInt8(0x45, 0)
  head.writeUInt16BE(20 + payload.length, 2)
  head.writeUInt16BE(fragment.id, 4)
  head.writeUInt16BE(fragment.flags, 6)
  head.writeUInt8(64, 8)
  head.writeUInt8(protocol, 9)
  head.set(from, 12)
  head.set(to, 16)
  head.writeUInt16BE(checksum(head), 10)
  return Buffer.concat([head, payload])
}

function checksum(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += bytes.readUInt16BE(at)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}

export function udp(payload: Uint8Array, { fromPort = 5060, toPort = 5060 }: Sent = {}): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(fromPort, 0)
  head.writeUInt16BE(toPort, 2)
  head.writeUInt16BE(8 + payload.length, 4)
  return Buffer.concat([head, payload])
}

export interface TcpFlags {
  readonly syn?: boolean
  readonly fin?: boolean
}

/** A segment inside its IPv4 packet. */
export function tcp(sequence: number, text: string, flags: TcpFlags = {}, sent: Sent = {}): Buffer {
  const head = Buffer.alloc(20)
  head.writeUInt16BE(sent.fromPort ?? 40_000, 0)
  head.writeUInt16BE(sent.toPort ?? 5060, 2)
  head.writeUInt32BE(sequence >>> 0, 4)
  head.writeUInt8(0x50, 12)
  head.writeUInt8((flags.syn ? 2 : 16) | (flags.fin ? 1 : 0), 13)
  head.writeUInt16BE(65_535, 14)
  return ipv4(6, Buffer.concat([head, Buffer.from(text)]), sent)
}

/** A classic file of raw IP packets, a second apart. */
export function pcap(packets: readonly Uint8Array[], link = 101, start = 1_700_000_000): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(262_144, 16)
  header.writeUInt32LE(link, 20)
  const records = packets.flatMap((packet, at) => {
    const record = Buffer.alloc(16)
    record.writeUInt32LE(start + at, 0)
    record.writeUInt32LE(packet.length, 8)
    record.writeUInt32LE(packet.length, 12)
    return [record, packet]
  })
  return Buffer.concat([header, ...records])
}

export interface NgInterface {
  readonly link: number
  /** Value of if_tsresol. */
  readonly resolution?: number
}

export interface NgPacket {
  readonly on: number
  /** In units of its interface. */
  readonly time: bigint
  readonly bytes: Uint8Array
}

/** One section of a pcapng file. */
export function pcapng(interfaces: readonly NgInterface[], packets: readonly NgPacket[], little = true): Buffer {
  const word = (value: number): Buffer => {
    const bytes = Buffer.alloc(4)
    if (little) bytes.writeUInt32LE(value)
    else bytes.writeUInt32BE(value)
    return bytes
  }
  const half = (value: number): Buffer => {
    const bytes = Buffer.alloc(2)
    if (little) bytes.writeUInt16LE(value)
    else bytes.writeUInt16BE(value)
    return bytes
  }
  const block = (type: number, body: Uint8Array): Buffer => {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)])
    return Buffer.concat([word(type), word(12 + padded.length), padded, word(12 + padded.length)])
  }
  const section = block(
    0x0a0d0d0a,
    Buffer.concat([word(0x1a2b3c4d), half(1), half(0), word(0xffffffff), word(0xffffffff)]),
  )
  const described = interfaces.map(({ link, resolution }) => {
    const option =
      resolution === undefined
        ? Buffer.alloc(0)
        : Buffer.concat([half(9), half(1), Buffer.from([resolution, 0, 0, 0]), half(0), half(0)])
    return block(1, Buffer.concat([half(link), half(0), word(0), option]))
  })
  const enhanced = packets.map(({ on, time, bytes }) => {
    const [high, low] = [Number(time >> 32n), Number(time & 0xffffffffn)]
    const head = [word(on), word(high), word(low), word(bytes.length), word(bytes.length)]
    return block(6, Buffer.concat([...head, bytes]))
  })
  return Buffer.concat([section, ...described, ...enhanced])
}

/** An OPTIONS request that can be told from others by its number. */
export const options = (number: number, body = ''): string =>
  [
    'OPTIONS sip:100@192.0.2.1 SIP/2.0',
    `Via: SIP/2.0/TCP 203.0.113.7;branch=z9hG4bK${number}`,
    'From: <sip:a@203.0.113.7>;tag=1',
    'To: <sip:100@192.0.2.1>',
    `Call-ID: call-${number}`,
    `CSeq: ${number} OPTIONS`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
