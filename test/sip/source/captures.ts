import { readFileSync } from 'node:fs'
import { analyse } from '../../../src/sip/analysis.ts'
import { accumulate, type SourceMessage } from '../../../src/sip/source/accumulate.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { provenBy, type DialogPart } from '../../../src/sip/proof/proven.ts'
import type { SourceSummary } from '../../../src/sip/source/summary.ts'
import { bytes } from '../fixtures.ts'

/** One UDP packet of a capture. */
interface Packet {
  /** UTC milliseconds. */
  readonly time: number
  readonly from: string
  readonly fromPort: number
  readonly to: string
  readonly toPort: number
  readonly payload: Uint8Array
}

/** Bytes before the IP header, by link type: none, Ethernet, raw IP, Linux cooked. */
const linkHeader: Readonly<Record<number, number>> = { 1: 14, 101: 0, 113: 16 }

/** All whole IPv4 UDP packets of a classic pcap file, in order. */
function packetsOf(path: string): readonly Packet[] {
  const file = readFileSync(path)
  const magic = file.readUInt32BE(0)
  const little = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1
  const fraction = magic === 0x4d3cb2a1 || magic === 0xa1b23c4d ? 1e6 : 1e3
  const word = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at))
  const skip = linkHeader[word(20)] ?? 14
  const packets: Packet[] = []
  for (let at = 24; at + 16 <= file.length; at += 16 + word(at + 8)) {
    const time = word(at) * 1000 + word(at + 4) / fraction
    const packet = udpPacket(file.subarray(at + 16 + skip, at + 16 + word(at + 8)), time)
    if (packet) packets.push(packet)
  }
  return packets
}

function udpPacket(ip: Buffer, time: number): Packet | undefined {
  const fragment = ip.length < 28 ? 0 : ip.readUInt16BE(6) & 0x3fff
  if (ip.length < 28 || (ip[0] ?? 0) >> 4 !== 4 || ip[9] !== 17 || fragment !== 0) return undefined
  const udp = ip.subarray(((ip[0] ?? 0) & 15) * 4)
  return {
    time,
    from: ip.subarray(12, 16).join('.'),
    fromPort: udp.readUInt16BE(0),
    to: ip.subarray(16, 20).join('.'),
    toPort: udp.readUInt16BE(2),
    payload: new Uint8Array(udp.subarray(8, udp.readUInt16BE(4))),
  }
}

/** A message as the source's own and as its answer, which differ in direction only. */
interface Exchanged {
  readonly message: SourceMessage
  readonly callId: string
  readonly part: DialogPart
}

/**
 * Sums up every host that sends requests as a source that whoever it talks to is a sensor for. Media is left out: a sensor
 * listens on its SIP port only. What a dialog proves by itself is taken for what the sensor would have found.
 */
export function sourcesOf(path: string): ReadonlyMap<string, SourceSummary> {
  const bySource = new Map<string, Exchanged[]>()
  const add = (packet: Packet, direction: 'in' | 'out', address: string, sensor: string): void => {
    const { time, payload } = packet
    const analysis = analyse({ raw: payload, direction })
    if (analysis.kind === 'other') return
    const message = { analysis, time, direction, address, sensor, proof: 'unproven' } as const
    const part = { direction, transport: 'udp', time, message: parseMessage(payload) } as const
    const all = bySource.get(address) ?? []
    all.push({ message, callId: analysis.callId ?? '', part })
    bySource.set(address, all)
  }
  for (const packet of packetsOf(path)) {
    add(packet, 'in', packet.from, packet.to)
    add(packet, 'out', packet.to, packet.from)
  }
  const asking = [...bySource].filter(([, messages]) => messages.some(({ message }) => isRequest(message)))
  return new Map(asking.map(([source, messages]) => [source, accumulate(proven(messages))]))
}

/** The messages, the first with what their dialogs prove. */
function proven(exchanged: readonly Exchanged[]): readonly SourceMessage[] {
  const dialogs = Map.groupBy(exchanged, ({ callId }) => callId)
  const kinds = [...dialogs.values()].flatMap((dialog) =>
    provenBy(dialog.map(({ part }) => part)).evidence.map(({ kind }) => kind),
  )
  const proof =
    kinds.includes('ack') || kinds.includes('our-tag') ? 'to-tag' : kinds.includes('nonce') ? 'nonce' : 'unproven'
  return exchanged.map(({ message }) => ({ ...message, proof }))
}

const isRequest = ({ direction, analysis }: SourceMessage): boolean =>
  direction === 'in' && analysis.kind === 'request' && analysis.class !== 'signalling'

/** Records of the Honeynet Project's log of 2010, by source; its publisher masked the last digits of numbers. */
export function sourcesOfLog(path: string): ReadonlyMap<string, SourceSummary> {
  const records = readFileSync(path, 'latin1').replaceAll('XXXX', '1234').split('\n-------------------------\n')
  const messages = records.flatMap(messageOfRecord)
  const bySource = Map.groupBy(messages, ({ address }) => address)
  return new Map([...bySource].map(([address, of]) => [address, accumulate(of)]))
}

const record = /^Source: (\S+):\d+\s+Datetime: (\S+) (\S+)\s+Message:\n\n(.*)$/s

function messageOfRecord(text: string): readonly SourceMessage[] {
  const [, address, day, hour, message] = record.exec(text.trimStart()) ?? []
  if (address === undefined || message === undefined) return []
  const time = Date.parse(`${day ?? ''}T${(hour ?? '').slice(0, 12)}Z`)
  const analysis = analyse({ raw: bytes(message), direction: 'in' })
  return [{ analysis, time, direction: 'in', address, sensor: 'honeypot', proof: 'unproven' }]
}
