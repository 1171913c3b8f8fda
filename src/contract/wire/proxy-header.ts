import ipaddr from 'ipaddr.js'

/**
 * PROXY protocol version 2 (HAProxy's proxy-protocol.txt §2.2), used on loopback to forge the origins of the demo
 * honeynet: in front of each datagram, and at the start of each TCP connection. A sensor takes it in demo mode only,
 * because whoever may send it chooses who is blamed.
 */
export interface ProxyHeader {
  readonly transport: 'udp' | 'tcp'
  readonly source: string
  readonly sourcePort: number
  readonly destination: string
  readonly destinationPort: number
  /** When the message was (to be) seen, µs UTC; absent means now. */
  readonly timeUs?: number
}

const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a] as const
const fixedLength = 16
const versionAndProxy = 0x21
const familyCode = { ipv4: 1, ipv6: 2 } as const
const transportCode = { tcp: 1, udp: 2 } as const
/** From the range 0xE0–0xEF that the specification leaves to applications: 8 bytes, big-endian. */
const timeTlv = 0xe0
const timeTlvLength = 3 + 8
/** Far above what this module writes; a longer header is no header of ours. */
const longestBody = 512

/** @throws Error when an address is none, or source and destination are of different families. */
export function encodeProxyHeader(header: ProxyHeader): Uint8Array {
  const source = ipaddr.parse(header.source)
  const destination = ipaddr.parse(header.destination)
  if (source.kind() !== destination.kind()) throw new Error('source and destination differ in address family')
  const addresses = [...source.toByteArray(), ...destination.toByteArray()]
  const length = addresses.length + 4 + (header.timeUs === undefined ? 0 : timeTlvLength)
  const bytes = new Uint8Array(fixedLength + length)
  const view = new DataView(bytes.buffer)
  bytes.set(signature)
  view.setUint8(12, versionAndProxy)
  view.setUint8(13, (familyCode[source.kind()] << 4) | transportCode[header.transport])
  view.setUint16(14, length)
  bytes.set(addresses, fixedLength)
  const ports = fixedLength + addresses.length
  view.setUint16(ports, header.sourcePort)
  view.setUint16(ports + 2, header.destinationPort)
  if (header.timeUs !== undefined) setTime(view, ports + 4, header.timeUs)
  return bytes
}

function setTime(view: DataView, at: number, timeUs: number): void {
  view.setUint8(at, timeTlv)
  view.setUint16(at + 1, 8)
  view.setBigUint64(at + 3, BigInt(timeUs))
}

/** The header in front of `bytes` and its length; undefined when there is no whole header of the kind written here. */
export function decodeProxyHeader(
  bytes: Uint8Array,
): { readonly header: ProxyHeader; readonly length: number } | undefined {
  if (bytes.length < fixedLength || !signature.every((byte, at) => bytes[at] === byte)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint16(14)
  const family = view.getUint8(13) >> 4
  const transport = transportOf(view.getUint8(13) & 0x0f)
  if (view.getUint8(12) !== versionAndProxy || transport === undefined) return undefined
  if (family !== familyCode.ipv4 && family !== familyCode.ipv6) return undefined
  const size = family === familyCode.ipv4 ? 4 : 16
  const end = fixedLength + length
  if (length > longestBody || length < 2 * size + 4 || end > bytes.length) return undefined
  const ports = fixedLength + 2 * size
  const timeUs = findTime(view, ports + 4, end)
  const header: ProxyHeader = {
    transport,
    source: addressAt(bytes, fixedLength, size),
    destination: addressAt(bytes, fixedLength + size, size),
    sourcePort: view.getUint16(ports),
    destinationPort: view.getUint16(ports + 2),
    ...(timeUs === undefined ? {} : { timeUs }),
  }
  return { header, length: end }
}

/** Bytes of the header that begins here, once enough has arrived to know; undefined when this is no such header. */
export function proxyHeaderLength(bytes: Uint8Array): number | 'more' | undefined {
  const seen = Math.min(bytes.length, signature.length)
  for (let at = 0; at < seen; at++) if (bytes[at] !== signature[at]) return undefined
  if (bytes.length < fixedLength) return 'more'
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint16(14)
  return length > longestBody ? undefined : fixedLength + length
}

const transportOf = (code: number): ProxyHeader['transport'] | undefined =>
  code === transportCode.udp ? 'udp' : code === transportCode.tcp ? 'tcp' : undefined

const addressAt = (bytes: Uint8Array, at: number, size: number): string =>
  ipaddr.fromByteArray([...bytes.subarray(at, at + size)]).toString()

/** Walks the type-length-value fields; a broken one ends the walk. */
function findTime(view: DataView, from: number, end: number): number | undefined {
  let at = from
  while (at + 3 <= end) {
    const length = view.getUint16(at + 1)
    if (at + 3 + length > end) return undefined
    if (view.getUint8(at) === timeTlv && length === 8) return safeNumber(view.getBigUint64(at + 3))
    at += 3 + length
  }
  return undefined
}

const safeNumber = (value: bigint): number | undefined =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
