import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { ipv4, pcap, udp } from './capture/packets.ts'

/** A capture of attacks and answers: `count` messages from a fixed seed, a second apart. */
export const trafficCapture = (count: number, seed = 1): Buffer =>
  pcap(takeTraffic(count, seed).map(packetOf), 101, 1_750_000_000)

function packetOf([, , from, fromPort, to, toPort, direction, , bytes]: WireEvent): Buffer {
  const sent =
    direction === 0 ? { from, fromPort, to, toPort } : { from: to, fromPort: toPort, to: from, toPort: fromPort }
  return ipv4(17, udp(bytes, sent), sent)
}
