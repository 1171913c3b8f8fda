import ipaddr from 'ipaddr.js'
import { Fragments } from './fragments.ts'
import { ipOfFrame, readIp, type IpPacket } from './network.ts'
import { isSkipped, type Packet, type Skipped, type SkipReason } from './packet.ts'
import { isKeepAlive, isResponse, isSipPort, looksLikeSip } from './recognise.ts'
import { TcpStreams } from './tcp.ts'
import { readTransport } from './transport.ts'

/** A SIP message of a capture. Whoever asks is the attacker: an answer counts as ours, and belongs to whom it went to. */
export interface CapturedMessage {
  /** Of the packet that completed it. */
  readonly number: number
  /** Microseconds UTC. */
  readonly time: number
  readonly transport: 'udp' | 'tcp'
  readonly direction: 'in' | 'out'
  readonly source: string
  readonly port: number
  readonly local: string
  readonly localPort: number
  readonly bytes: Uint8Array
}

interface Way {
  readonly source: string
  readonly sourcePort: number
  readonly target: string
  readonly targetPort: number
}

/** Turns packets into messages; every packet gives messages, or one reason why it does not. */
export class MessagesOfPackets {
  private readonly fragments = new Fragments()
  private readonly tcp = new TcpStreams()

  read(packet: Packet | Skipped): readonly (CapturedMessage | Skipped)[] {
    if (isSkipped(packet)) return [packet]
    const read = this.messagesOf(packet)
    const lost = this.fragments.takeLost().map((number): Skipped => ({ number, reason: 'fragment-lost' }))
    return typeof read === 'string' ? [...lost, { number: packet.number, reason: read }] : [...lost, ...read]
  }

  end(): readonly Skipped[] {
    return this.fragments.takeLost(true).map((number) => ({ number, reason: 'fragment-lost' }))
  }

  private messagesOf({ link, bytes, number, time }: Packet): readonly (CapturedMessage | Skipped)[] | SkipReason {
    const found = ipOfFrame(link, bytes)
    if (typeof found === 'string') return found
    const packet = innermost(readIp(found))
    if (typeof packet === 'string') return packet
    const joined = this.fragments.add(packet, number, time)
    if (!joined) return []
    const others = joined.others.map((other): Skipped => ({ number: other, reason: 'fragment' }))
    const carried = readTransport(joined.whole)
    if (typeof carried === 'string') return [...others, { number, reason: carried }]
    const { sourcePort, targetPort } = carried
    const way = { source: spelled(packet.source), sourcePort, target: spelled(packet.target), targetPort }
    const messages = carried.kind === 'datagram' ? datagram(way, carried.bytes) : this.segment(way, carried.segment)
    if (typeof messages === 'string') return [...others, { number, reason: messages }]
    const transport = carried.kind === 'datagram' ? ('udp' as const) : ('tcp' as const)
    return [...others, ...messages.map((each) => captured(each, way, { number, time, transport }))]
  }

  private segment(way: Way, segment: Parameters<TcpStreams['add']>[1]): readonly Uint8Array[] | SkipReason {
    if (!isSipPort(way.sourcePort) && !isSipPort(way.targetPort)) return 'no-sip'
    const { source, sourcePort, target, targetPort } = way
    return this.tcp.add(`${source} ${sourcePort} ${target} ${targetPort}`, segment)
  }
}

/** IP in IP (RFC 2003, RFC 4213), by protocol number. */
const tunnels: ReadonlySet<number> = new Set([4, 41])
const mostTunnels = 4

/** The packet inside tunnels: it says who spoke to whom. */
function innermost(packet: IpPacket | SkipReason): IpPacket | SkipReason {
  let inner = packet
  for (let depth = 0; typeof inner !== 'string' && tunnels.has(inner.protocol) && !inner.fragment; depth += 1) {
    if (depth === mostTunnels) return 'malformed'
    inner = readIp(inner.payload)
  }
  return inner
}

function datagram({ targetPort }: Way, bytes: Uint8Array): readonly Uint8Array[] | SkipReason {
  if (isKeepAlive(bytes)) return 'keep-alive'
  return looksLikeSip(bytes) || isSipPort(targetPort) ? [bytes] : 'no-sip'
}

function captured(
  bytes: Uint8Array,
  { source, sourcePort, target, targetPort }: Way,
  seen: Pick<CapturedMessage, 'number' | 'time' | 'transport'>,
): CapturedMessage {
  return isResponse(bytes)
    ? { ...seen, direction: 'out', source: target, port: targetPort, local: source, localPort: sourcePort, bytes }
    : { ...seen, direction: 'in', source, port: sourcePort, local: target, localPort: targetPort, bytes }
}

function spelled(address: Uint8Array): string {
  const parsed = ipaddr.fromByteArray([...address])
  return parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString()
}
