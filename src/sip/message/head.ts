import { asciiText, wideText } from '../text/byte-text.ts'

export const LF = 10
export const CR = 13

/** First line and headers as text, and how to read them. */
export interface Head {
  /** One character per byte, from the first byte of the message; may go on into the body. */
  readonly text: string
  /** Whether all of it is ASCII, so that nothing needs reading as UTF-8. */
  readonly ascii: boolean
  /** A lone CR ends lines only in a message that has no LF at all. */
  readonly newline: '\n' | '\r'
}

/** Nearly all messages are ASCII: making one text of all of them takes less time than looking for the body first. */
export function headOf(bytes: Uint8Array): Head {
  const text = asciiText(bytes)
  if (text === undefined) return wideHead(bytes)
  return { text, ascii: true, newline: text.includes('\n') ? '\n' : '\r' }
}

/** A body may be anything, and long: only what is before it becomes text. */
function wideHead(bytes: Uint8Array): Head {
  const newline = bytes.includes(LF) ? LF : CR
  const head = bytes.subarray(0, endOfHead(bytes, newline))
  const ascii = asciiText(head)
  return { text: ascii ?? wideText(head), ascii: ascii !== undefined, newline: newline === LF ? '\n' : '\r' }
}

/** Offset behind the first empty line, leading ones not counted; of the end when there is none. */
function endOfHead(bytes: Uint8Array, newline: number): number {
  for (let at = bytes.indexOf(newline, skipEmptyLines(bytes)); at !== -1; at = bytes.indexOf(newline, at + 1)) {
    if (bytes[at + 1] === newline) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === newline) return at + 3
  }
  return bytes.length
}

/** Empty lines before a message are keep-alives (RFC 3261 §7.5). */
export function skipEmptyLines(bytes: Uint8Array): number {
  let at = 0
  while (bytes[at] === CR || bytes[at] === LF) at++
  return at
}

/** Offset behind the line end; of the end of the text when the line has none. */
export function endOfLine({ text, newline }: Head, start: number): number {
  const at = text.indexOf(newline, start)
  return at === -1 ? text.length : at + 1
}

/** Length of the empty line that stands here; 0 when none does. */
export function emptyLineAt({ text, newline }: Head, at: number): number {
  const code = text.charCodeAt(at)
  if (code > CR) return 0
  if (code === LF || (code === CR && newline === '\r')) return 1
  return code === CR && text.charCodeAt(at + 1) === LF ? 2 : 0
}

/** Offset of the first empty line from here on, where a line begins; of the end of the text when there is none. */
export function nextEmptyLine(head: Head, from: number): number {
  let at = from
  while (at < head.text.length && emptyLineAt(head, at) === 0) at = endOfLine(head, at)
  return at
}
