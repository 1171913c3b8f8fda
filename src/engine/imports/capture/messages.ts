import ipaddr from 'ipaddr.js'
import { captured, type Read, type Way } from './captured.ts'
import { Fragments } from './fragments.ts'
import { ipOfFrame, readIp, withoutExtensions, type IpPacket } from './network.ts'
import { isSkipped, type Packet, type Skipped, type SkipReason } from './packet.ts'
import { isKeepAlive, isSipPort, looksLikeSip } from './recognise.ts'
import { TcpStreams } from './tcp.ts'
import { readTransport } from './transport.ts'

/** IP in IP (RFC 2003, RFC 4213), by protocol number. */
const tunnels: ReadonlySet<number> = new Set([4, 41])
/** Fragments and tunnels of one packet; more are an attack on the reader. */
const mostLayers = 6

/**
 * Turns packets into messages. Every packet gives messages, or one reason why it does not: at once, or later when it
 * has to wait for others.
 */
export class MessagesOfPackets {
  private readonly fragments = new Fragments()
  private readonly tcp = new TcpStreams()

  read(packet: Packet | Skipped): readonly Read[] {
    if (isSkipped(packet)) return [packet]
    const { others, found } = this.innermost(packet)
    const read = found === undefined ? [] : this.messagesOf(found, packet)
    return [...lost(this.fragments.takeLost()), ...others.map((number) => skipped(number, 'fragment')), ...read]
  }

  /** What still waited when the capture ended. */
  end(): readonly Read[] {
    return [...this.tcp.end(), ...lost(this.fragments.takeLost(true))]
  }

  /** The whole packet inside tunnels, which says who spoke to whom; nothing while fragments of it are missing. */
  private innermost({ link, bytes, number, time }: Packet): {
    readonly others: readonly number[]
    readonly found: IpPacket | SkipReason | undefined
  } {
    const frame = ipOfFrame(link, bytes)
    const others: number[] = []
    let packet = typeof frame === 'string' ? frame : readIp(frame)
    for (let layer = 0; typeof packet !== 'string' && layer < mostLayers; layer += 1) {
      if (packet.fragment) {
        const joined = this.fragments.add(packet, number, time)
        if (!joined) return { others, found: undefined }
        others.push(...joined.others)
        packet = withoutExtensions(joined.whole)
      } else if (tunnels.has(packet.protocol)) packet = readIp(packet.payload)
      else return { others, found: packet }
    }
    return { others, found: typeof packet === 'string' ? packet : 'malformed' }
  }

  private messagesOf(packet: IpPacket | SkipReason, { number, time }: Packet): readonly Read[] {
    if (typeof packet === 'string') return [skipped(number, packet)]
    const carried = readTransport(packet)
    if (typeof carried === 'string') return [skipped(number, carried)]
    const { sourcePort, targetPort } = carried
    const way = { source: spelled(packet.source), sourcePort, target: spelled(packet.target), targetPort }
    if (carried.kind === 'segment') return this.tcp.add(way, carried.segment, { number, time })
    return [datagram(way, carried.bytes, number, time)]
  }
}

const skipped = (number: number, reason: SkipReason): Skipped => ({ number, reason })
const lost = (numbers: readonly number[]): readonly Skipped[] =>
  numbers.map((number) => skipped(number, 'fragment-lost'))

function datagram(way: Way, bytes: Uint8Array, number: number, time: number): Read {
  if (isKeepAlive(bytes)) return skipped(number, 'keep-alive')
  if (!isSipPort(way.targetPort) && !looksLikeSip(bytes)) return skipped(number, 'no-sip')
  return captured(bytes, way, { number, time, transport: 'udp' })
}

function spelled(address: Uint8Array): string {
  if (address.length === 4) return address.join('.')
  return new ipaddr.IPv6([...address]).toRFC5952String()
}
