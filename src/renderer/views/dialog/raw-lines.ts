import { byteText, readable } from '../../../sip/text/byte-text.ts'

/** One line of a message as it lay on the wire, or a piece of a line that is very long. */
export interface RawLine {
  /** Range in the bytes, line end included. */
  readonly start: number
  readonly end: number
  /** Without the line end: one character per byte. */
  readonly wire: string
  /** Anything but CRLF is worth showing: RFC 3261 §7 demands CRLF. `more`: the line goes on in the next piece. */
  readonly ending: 'CRLF' | 'LF' | 'CR' | 'none' | 'more'
}

const lineEnd = /\r\n|\n|\r/g

/** Bytes of one piece: what a browser lays out at once, however long the line. */
const longestPiece = 1024

/** Splits bytes into lines without losing one: the lines' ranges cover the bytes exactly. */
export function rawLines(bytes: Uint8Array): readonly RawLine[] {
  const text = byteText(bytes)
  const lines: RawLine[] = []
  let start = 0
  for (const match of text.matchAll(lineEnd)) {
    addLine(lines, text, start, match.index, nameOf(match[0]))
    start = match.index + match[0].length
  }
  if (start < text.length) addLine(lines, text, start, text.length, 'none')
  return lines
}

function addLine(lines: RawLine[], text: string, from: number, to: number, ending: RawLine['ending']): void {
  let start = from
  while (to - start > longestPiece) {
    const end = wholeCharacter(text, start, start + longestPiece)
    lines.push({ start, end, wire: text.slice(start, end), ending: 'more' })
    start = end
  }
  const behind = ending === 'CRLF' ? 2 : ending === 'none' ? 0 : 1
  lines.push({ start, end: to + behind, wire: text.slice(start, to), ending })
}

/** Moves an offset back to where a UTF-8 character begins; those have at most four bytes. */
function wholeCharacter(text: string, start: number, at: number): number {
  for (let back = 0; back < 4 && at - back > start; back++)
    if ((text.charCodeAt(at - back) & 0xc0) !== 0x80) return at - back
  return at
}

/** A stretch of a line that is marked in the same way all through. */
export interface Segment<Kind extends string> {
  readonly start: number
  readonly end: number
  /** UTF-8 where it is, else one character per byte. */
  readonly text: string
  readonly marks: readonly Kind[]
}

interface Marked<Kind extends string> {
  readonly kind: Kind
  readonly start: number
  readonly end: number
}

/** The line in stretches, cut wherever a mark begins or ends. */
export function segmentsOf<Kind extends string>(
  { start, wire }: Pick<RawLine, 'start' | 'wire'>,
  marks: readonly Marked<Kind>[],
): readonly Segment<Kind>[] {
  const end = start + wire.length
  const own = marks.filter((mark) => mark.start < end && mark.end > start)
  const cuts = new Set([start, end, ...own.flatMap((mark) => [Math.max(start, mark.start), Math.min(end, mark.end)])])
  const places = [...cuts].sort((a, b) => a - b)
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? end
    const kinds = own.filter((mark) => mark.start <= from && mark.end >= to).map(({ kind }) => kind)
    return { start: from, end: to, text: readable(wire.slice(from - start, to - start)), marks: [...new Set(kinds)] }
  })
}

function nameOf(ending: string): RawLine['ending'] {
  if (ending === '\r\n') return 'CRLF'
  return ending === '\n' ? 'LF' : 'CR'
}
