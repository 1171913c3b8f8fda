import { byteText, readable } from '../../../sip/text/byte-text.ts'

/** One line of a message as it lay on the wire. */
export interface RawLine {
  /** Range in the bytes, line end included. */
  readonly start: number
  readonly end: number
  /** Without the line end; UTF-8 where it is, else one character per byte. */
  readonly text: string
  /** Anything but CRLF is worth showing: RFC 3261 §7 demands CRLF. */
  readonly ending: 'CRLF' | 'LF' | 'CR' | 'none'
}

const lineEnd = /\r\n|\n|\r/g

/** Splits bytes into lines without losing one: the lines' ranges cover the bytes exactly. */
export function rawLines(bytes: Uint8Array): readonly RawLine[] {
  const text = byteText(bytes)
  const lines: RawLine[] = []
  let start = 0
  for (const match of text.matchAll(lineEnd)) {
    const end = match.index + match[0].length
    lines.push({ start, end, text: readable(text.slice(start, match.index)), ending: nameOf(match[0]) })
    start = end
  }
  if (start < text.length) lines.push({ start, end: text.length, text: readable(text.slice(start)), ending: 'none' })
  return lines
}

function nameOf(ending: string): RawLine['ending'] {
  if (ending === '\r\n') return 'CRLF'
  return ending === '\n' ? 'LF' : 'CR'
}
