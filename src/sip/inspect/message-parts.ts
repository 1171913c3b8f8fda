import { parseMediaType } from '../header/media-type.ts'
import { headerPieces, startLinePieces } from './pieces/pieces.ts'
import { headerValue, type Header, type SipMessage } from '../message/message.ts'
import { byteText } from '../text/byte-text.ts'
import { partOf, rangeIfAny, type Part } from './part.ts'
import { sdpParts } from './sdp-parts.ts'
import { valueParts } from './value-parts.ts'

/** The message as one part whose own parts lie end to end and cover every byte. */
export function messagePart(message: SipMessage): Part {
  const text = byteText(message.bytes)
  const known = [
    ...startPart(message, text),
    ...message.headers.map((header) => headerPart(message, text, header)),
    ...bodyPart(message, text),
    ...rangeIfAny(text, message.bodyEnd, text.length, { name: 'Surplus', key: 'surplus' }),
  ]
  return partOf({ start: 0, end: text.length, name: 'Message', value: '', parts: tiled(known, text) })
}

function startPart(message: SipMessage, text: string): readonly Part[] {
  const parts = valueParts(text, startLinePieces(message)).map(asRequestUri)
  return rangeIfAny(text, message.startAt, message.headersAt, { name: startName(message), key: 'start', parts })
}

const asRequestUri = (part: Part): Part => (part.key === 'uri' ? { ...part, name: 'Request-URI' } : part)

function startName({ start }: SipMessage): string {
  if (!start) return 'First line'
  return start.kind === 'request' ? 'Request line' : 'Status line'
}

function headerPart(message: SipMessage, text: string, header: Header): Part {
  const { start, end, valueStart, valueEnd, name, key } = header
  const value = text.slice(valueStart, valueEnd)
  const parts = value === '' ? [] : valueParts(text, headerPieces(message, header))
  return partOf({ start, end, name: name === '' ? 'No name' : name, key: key === '' ? 'no-name' : key, value, parts })
}

function bodyPart(message: SipMessage, text: string): readonly Part[] {
  const { bodyAt: start, bodyEnd: end } = message
  const type = headerValue(message, 'content-type') ?? ''
  const isSdp = parseMediaType(type)?.type === 'application/sdp' || /^v=\d/.test(text.slice(start, start + 3))
  const parts = isSdp ? sdpParts(text, message.body, start) : []
  return rangeIfAny(text, start, end, { name: isSdp ? 'Body (SDP)' : 'Body', key: 'body', parts })
}

/** Puts a part into every gap: what no rule of the grammar has a name for is shown all the same. */
function tiled(known: readonly Part[], text: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const part of known) {
    parts.push(...gap(text, at, part.start), part)
    at = part.end
  }
  return [...parts, ...gap(text, at, text.length)]
}

function gap(text: string, start: number, end: number): readonly Part[] {
  const empty = /^[\r\n]*$/.test(text.slice(start, end))
  return rangeIfAny(
    text,
    start,
    end,
    empty ? { name: 'Empty line', key: 'empty' } : { name: 'Unreadable', key: 'unreadable' },
  )
}
