import type { WireEvent } from '../../contract/wire/frames.ts'
import { canonicalAddress } from './analyse.ts'

/**
 * Events that wait for their turn to be stored. As arrays and objects each would take a kilobyte that the garbage collector
 * copies twice and then keeps, and thousands wait while much arrives; column by column they are a few pieces of memory.
 */
export interface Arrived {
  readonly count: number
  /** As it came; its addresses in canonical form. */
  readonly eventAt: (at: number) => WireEvent
}

export function arrivedOf(events: readonly WireEvent[]): Arrived {
  const count = events.length
  const times = new Float64Array(count)
  const ports = new Uint16Array(2 * count)
  const codes = new Uint8Array(3 * count)
  const addresses: string[] = []
  const ends = new Uint32Array(count)
  const bytes = new Uint8Array(events.reduce((sum, event) => sum + event[8].length, 0))
  let end = 0
  for (let at = 0; at < count; at += 1) {
    const [time, transport, source, port, local, localPort, way, proof, raw] = events[at] as WireEvent
    times[at] = time
    ports[2 * at] = port
    ports[2 * at + 1] = localPort
    codes[3 * at] = transport
    codes[3 * at + 1] = way
    codes[3 * at + 2] = proof
    addresses.push(canonicalAddress(source), canonicalAddress(local))
    bytes.set(raw, end)
    ends[at] = end += raw.length
  }
  return {
    count,
    eventAt: (at) => [
      times[at] ?? 0,
      codes[3 * at] ?? 0,
      addresses[2 * at] ?? '',
      ports[2 * at] ?? 0,
      addresses[2 * at + 1] ?? '',
      ports[2 * at + 1] ?? 0,
      codes[3 * at + 1] ?? 0,
      codes[3 * at + 2] ?? 0,
      bytes.subarray(ends[at - 1] ?? 0, ends[at]),
    ],
  }
}
