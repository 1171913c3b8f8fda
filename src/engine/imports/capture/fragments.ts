import type { IpPacket } from './network.ts'

interface Pending {
  readonly packet: IpPacket
  /** Of the last part that came. */
  time: number
  /** Packets of the file that it is made of. */
  readonly numbers: number[]
  readonly parts: { readonly offset: number; readonly bytes: Uint8Array }[]
  /** Known once the last part is there. */
  length: number | undefined
  held: number
}

/** Packets whose fragments are waited for, and the bytes of one: whoever sends fragments must not fill the memory. */
const mostPending = 1000
const longest = 65_535
const mostParts = 128
/** Packets that one may come in, repeated parts included. */
const mostNumbers = 1000
/** Microseconds that the rest is waited for (RFC 8200 §4.5: 60 s). */
const patience = 60_000_000

/** Puts the fragments of IP packets together. */
export class Fragments {
  private readonly pending = new Map<string, Pending>()
  private readonly lost: number[] = []

  /**
   * @returns the whole packet when this was its last missing part, with the numbers of the other packets it came in.
   */
  add(packet: IpPacket, number: number, time: number): { whole: IpPacket; others: readonly number[] } | undefined {
    const { fragment } = packet
    if (!fragment) return { whole: packet, others: [] }
    this.giveUp(time)
    const key = `${hex(packet.source)} ${hex(packet.target)} ${packet.protocol} ${fragment.id}`
    const pending = this.pending.get(key) ?? this.begin(key, packet)
    pending.time = time
    pending.numbers.push(number)
    if (isRepeated(pending, fragment.offset, packet.payload)) {
      if (pending.numbers.length >= mostNumbers) this.forget(key, pending)
      return undefined
    }
    if (!fits(pending, fragment.offset, packet.payload, fragment.more)) {
      this.forget(key, pending)
      return undefined
    }
    if (pending.held !== pending.length) return undefined
    this.pending.delete(key)
    return { whole: join(pending), others: pending.numbers.slice(0, -1) }
  }

  /** Numbers of packets that were given up since the last call; with `all` those still waiting too. */
  takeLost(all = false): readonly number[] {
    if (all) for (const [key, pending] of this.pending) this.forget(key, pending)
    return this.lost.splice(0)
  }

  private begin(key: string, packet: IpPacket): Pending {
    if (this.pending.size >= mostPending) {
      const [oldest] = this.pending
      if (oldest) this.forget(...oldest)
    }
    const ends = { source: packet.source.slice(), target: packet.target.slice() }
    const kept = { ...ends, protocol: packet.protocol, payload: new Uint8Array() }
    const pending: Pending = { packet: kept, time: 0, numbers: [], parts: [], length: undefined, held: 0 }
    this.pending.set(key, pending)
    return pending
  }

  private giveUp(now: number): void {
    for (const [key, pending] of this.pending) {
      if (now - pending.time <= patience) return
      this.forget(key, pending)
    }
  }

  private forget(key: string, pending: Pending): void {
    this.pending.delete(key)
    this.lost.push(...pending.numbers)
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** The same part once more, as where one packet is captured at two places. */
const isRepeated = ({ parts }: Pending, offset: number, bytes: Uint8Array): boolean =>
  parts.some((part) => part.offset === offset && Buffer.compare(part.bytes, bytes) === 0)

/** Overlapping parts are an old trick: the packet is dropped whole (RFC 5722). */
function fits(pending: Pending, offset: number, bytes: Uint8Array, more: boolean): boolean {
  const end = offset + bytes.length
  const overlaps = pending.parts.some((part) => offset < endOf(part) && part.offset < end)
  if (overlaps || end > longest || pending.parts.length >= mostParts || (more && bytes.length % 8 !== 0)) return false
  if (!more && (pending.length !== undefined || pending.parts.some((part) => endOf(part) > end))) return false
  if (!more) pending.length = end
  if (pending.length !== undefined && end > pending.length) return false
  // A copy: the frame it came in may be larger by far.
  pending.parts.push({ offset, bytes: bytes.slice() })
  pending.held += bytes.length
  return true
}

const endOf = ({ offset, bytes }: Pending['parts'][number]): number => offset + bytes.length

function join({ packet, parts, length = 0 }: Pending): IpPacket {
  const payload = new Uint8Array(length)
  for (const { offset, bytes } of parts) payload.set(bytes, offset)
  const { source, target, protocol } = packet
  return { source, target, protocol, payload }
}
