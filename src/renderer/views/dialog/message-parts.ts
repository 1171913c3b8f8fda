import { readable, byteText } from '../../../sip/text/byte-text.ts'
import type { Fault } from '../../../sip/fault/fault.ts'
import type { SipMessage } from '../../../sip/message/message.ts'

/** Half-open range of bytes; the same range marks a part in the raw and in the parsed view. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** One row of the parsed view. */
export interface MessagePart {
  readonly kind: 'start' | 'header' | 'body' | 'surplus'
  readonly name: string
  readonly value: string
  readonly range: ByteRange
  readonly faults: readonly Fault[]
}

const textOf = (bytes: Uint8Array): string => readable(byteText(bytes))

/** The message as rows, in the order of the wire; together they cover every byte that says something. */
export function messageParts(message: SipMessage): readonly MessagePart[] {
  const { bytes, headers, body } = message
  const headStart = headers[0]?.start ?? message.bytes.length - body.length
  const bodyStart = body.byteOffset - bytes.byteOffset
  const bodyEnd = bodyStart + body.length
  const rows = [
    {
      kind: 'start' as const,
      name: startName(message),
      value: textOf(bytes.subarray(0, headStart)).trim(),
      range: { start: 0, end: headStart },
    },
    ...headers.map(({ name, value, start, end }) => ({ kind: 'header' as const, name, value, range: { start, end } })),
    { kind: 'body' as const, name: 'Body', value: textOf(body), range: { start: bodyStart, end: bodyEnd } },
    {
      kind: 'surplus' as const,
      name: 'Surplus',
      value: textOf(bytes.subarray(bodyEnd)),
      range: { start: bodyEnd, end: bytes.length },
    },
  ]
  return rows
    .filter(({ range }) => range.end > range.start)
    .map((row) => ({ ...row, faults: message.faults.filter((fault) => isInside(fault, row.range)) }))
}

/** Faults that belong to no row: they are about what is missing. */
export function faultsOfWhole(message: SipMessage, parts: readonly MessagePart[]): readonly Fault[] {
  return message.faults.filter((fault) => !parts.some(({ faults }) => faults.includes(fault)))
}

function startName(message: SipMessage): string {
  if (!message.start) return 'First line'
  return message.start.kind === 'request' ? 'Request' : 'Status'
}

function isInside(fault: Fault, range: ByteRange): boolean {
  return fault.at !== undefined && fault.at >= range.start && fault.at < range.end
}
