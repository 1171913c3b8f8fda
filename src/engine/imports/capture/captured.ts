import type { CaptureFormat } from '../../../contract/console/imports.ts'
import { isResponse } from './recognise.ts'
import type { Skipped } from './packet.ts'

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

/** What a packet or a line gave: a message (a TCP segment may give several), or one reason why it gave none. */
export type Read = CapturedMessage | Skipped

/** Turns the bytes of a capture file, in pieces of any size, into messages and reasons why there are none. */
export interface CaptureReader {
  readonly format: CaptureFormat
  /** Packets or lines met so far. */
  readonly count: number
  push(piece: Uint8Array): readonly Read[]
  /** What was left unfinished. */
  end(): readonly Read[]
}

/** From where to where bytes went. */
export interface Way {
  readonly source: string
  readonly sourcePort: number
  readonly target: string
  readonly targetPort: number
}

export type Seen = Pick<CapturedMessage, 'number' | 'time' | 'transport'>

export function captured(bytes: Uint8Array, way: Way, { number, time, transport }: Seen): CapturedMessage {
  const { source, sourcePort, target, targetPort } = way
  const seen = { number, time, transport, bytes }
  return isResponse(bytes)
    ? { ...seen, direction: 'out', source: target, port: targetPort, local: source, localPort: sourcePort }
    : { ...seen, direction: 'in', source, port: sourcePort, local: target, localPort: targetPort }
}
