import { wireLimits } from '../../../contract/wire/limits.ts'
import { isSkipped, isTime, type Skipped } from './packet.ts'
import type { CapturedMessage, CaptureReader, Read } from './captured.ts'
import { parseNetwork } from '../../../contract/ledger/address.ts'

/**
 * SentryPeer's log, one JSON object a line (https://sentrypeer.org): `event_timestamp` (UTC), `transport_type`,
 * `source_ip`, `destination_ip`, `sip_message`. It keeps neither ports nor the bytes as they came: messages are
 * written anew by its SIP stack.
 */
const longestLine = 256 * 1024
const unknownPort = 0
/** Where SentryPeer listens; its log does not say. */
const listeningPort = 5060
const newline = 10

export class JsonLinesReader implements CaptureReader {
  readonly format = 'jsonl'
  /** Lines that are not empty. */
  count = 0
  private rest = Buffer.alloc(0)
  /** Lines before this one. */
  private before = 0
  /** Inside a line that is longer than any we read. */
  private skipping = false

  push(piece: Uint8Array): readonly Read[] {
    const read: Read[] = []
    this.rest = Buffer.concat([this.rest, piece])
    for (let end = this.rest.indexOf(newline); end >= 0; end = this.rest.indexOf(newline)) {
      const line = this.rest.subarray(0, end)
      this.rest = this.rest.subarray(end + 1)
      read.push(...this.line(line))
    }
    if (this.rest.length > longestLine) {
      this.skipping = true
      this.rest = Buffer.alloc(0)
    }
    return read
  }

  end(): readonly Read[] {
    return this.rest.length > 0 || this.skipping ? this.line(this.rest) : []
  }

  private line(line: Buffer): readonly Read[] {
    const tooLong = this.skipping || line.length > longestLine
    this.skipping = false
    const text = line.toString('utf8').trim()
    this.before += 1
    if (text === '' && !tooLong) return []
    this.count += 1
    return [tooLong ? { number: this.before, reason: 'too-long' } : messageOf(text, this.before)]
  }
}

function messageOf(text: string, number: number): CapturedMessage | Skipped {
  const fields = objectIn(text)
  if (!fields) return { number, reason: 'not-json' }
  const message = fields['sip_message']
  if (typeof message !== 'string' || message === '') return { number, reason: 'no-message' }
  const ends = endsOf(fields, number)
  if (isSkipped(ends)) return ends
  const bytes = Buffer.from(message, 'utf8')
  if (bytes.length > wireLimits.raw) return { number, reason: 'too-long' }
  const transport = textOf(fields['transport_type']).toUpperCase() === 'TCP' ? 'tcp' : 'udp'
  const from = { number, time: ends.time, transport, bytes } as const
  const { source, target: local } = ends
  // It logs what it receives, and nothing that it sends.
  return { ...from, direction: 'in', source, port: unknownPort, local, localPort: listeningPort }
}

interface Ends {
  readonly number: number
  readonly time: number
  readonly source: string
  readonly target: string
}

function endsOf(fields: Readonly<Record<string, unknown>>, number: number): Ends | Skipped {
  const source = parseNetwork(textOf(fields['source_ip']))?.text
  const time = timeOf(textOf(fields['event_timestamp']))
  if (source === undefined) return { number, reason: 'no-address' }
  if (time === undefined) return { number, reason: 'no-time' }
  return { number, time, source, target: parseNetwork(textOf(fields['destination_ip']))?.text ?? '0.0.0.0' }
}

/** `2026-11-22 16:14:59.150430`, with one to nine decimals; SentryPeer does not always write leading zeros of them. */
const stamp = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|\+00:?00)?$/

/** Microseconds UTC. */
function timeOf(text: string): number | undefined {
  const [, day, clock, decimals = ''] = stamp.exec(text) ?? []
  const milliseconds = day === undefined ? NaN : Date.parse(`${day}T${clock}Z`)
  if (!Number.isFinite(milliseconds)) return undefined
  // Nanoseconds without their leading zeros, as the log writes them.
  const time = milliseconds * 1000 + Math.floor(Number(decimals.padStart(9, '0')) / 1000)
  return isTime(time) ? time : undefined
}

/** What else JSON holds is no text: an object may say how it is turned into one, and lists may lie in each other. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
