/** Writing of pcapng (draft-ietf-opsawg-pcapng): one section, one interface of raw IP packets, microseconds. */
const blockType = { section: 0x0a0d0d0a, interface: 1, packet: 6 } as const
const option = { end: 0, comment: 1, flags: 2, name: 2, hardware: 2, application: 4, resolution: 9 } as const
/** LINKTYPE_RAW: the packet begins with its IPv4 or IPv6 header. */
const rawIp = 101

export interface CapturedPacket {
  /** Microseconds since 1970. */
  readonly time: number
  readonly bytes: Uint8Array
  readonly direction: 'in' | 'out'
  readonly comment?: string
}

/** The beginning of a file. @param application what wrote it. */
export function fileHead(application: string): Uint8Array {
  const section = Buffer.alloc(16)
  section.writeUInt32LE(0x1a2b3c4d, 0)
  section.writeUInt16LE(1, 4)
  // Length of the section: not known.
  section.writeBigInt64LE(-1n, 8)
  const device = Buffer.alloc(8)
  device.writeUInt16LE(rawIp, 0)
  return Buffer.concat([
    block(blockType.section, section, [text(option.application, application), noMore]),
    block(blockType.interface, device, [
      text(option.name, 'honeynet'),
      item(option.resolution, Buffer.from([6])),
      noMore,
    ]),
  ])
}

/** One packet, as an enhanced packet block. */
export function packetBlock({ time, bytes, direction, comment }: CapturedPacket): Uint8Array {
  const head = Buffer.alloc(20)
  head.writeUInt32LE(Math.floor(time / 2 ** 32), 4)
  head.writeUInt32LE(time % 2 ** 32, 8)
  head.writeUInt32LE(bytes.length, 12)
  head.writeUInt32LE(bytes.length, 16)
  const flags = Buffer.alloc(4)
  flags.writeUInt32LE(direction === 'in' ? 1 : 2)
  const options = [...(comment === undefined ? [] : [text(option.comment, comment)]), item(option.flags, flags), noMore]
  return block(blockType.packet, Buffer.concat([head, padded(bytes)]), options)
}

function block(type: number, body: Uint8Array, options: readonly Uint8Array[]): Uint8Array {
  const length = 12 + body.length + options.reduce((sum, each) => sum + each.length, 0)
  const frame = Buffer.alloc(8)
  frame.writeUInt32LE(type, 0)
  frame.writeUInt32LE(length, 4)
  return Buffer.concat([frame, body, ...options, frame.subarray(4)])
}

const text = (code: number, value: string): Uint8Array => item(code, Buffer.from(value, 'utf8'))

function item(code: number, value: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(code, 0)
  head.writeUInt16LE(value.length, 2)
  return Buffer.concat([head, padded(value)])
}
const noMore = item(option.end, new Uint8Array())

/** To whole words of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}
