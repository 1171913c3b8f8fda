import type { Fault } from '../fault/fault.ts'

/**
 * One SIP message as it lay on the wire. Everything refers to `bytes`; nothing of the input is lost or repaired. Texts,
 * body and faults are made when they are first asked for.
 *
 * The offsets part the bytes: empty lines, first line, headers, empty line, body, surplus; `spansOf` in spans.ts lists
 * them. A part that is missing is empty.
 */
export interface SipMessage {
  readonly bytes: Uint8Array
  /** `undefined` when the first line is neither a request line nor a status line. */
  readonly start: RequestLine | StatusLine | undefined
  /** In the order of the wire, which tells one sender from another. */
  readonly headers: readonly Header[]
  readonly body: Uint8Array
  readonly faults: readonly Fault[]
  /** What the lines from the first line to the empty one end with, folded lines too; `none` when no line ends. */
  readonly lineEnds: LineEnd | 'mixed'
  /** Offset of the first line: behind empty lines, which keep a way through NAT open (RFC 3261 §7.5). */
  readonly startAt: number
  /** Offset behind the first line. */
  readonly headersAt: number
  /** Offset of the empty line that ends the headers; of the body when there is none. */
  readonly headersEnd: number
  readonly bodyAt: number
  /** Offset of the surplus. */
  readonly bodyEnd: number
}

export type LineEnd = 'crlf' | 'lf' | 'cr' | 'none'

export interface RequestLine {
  readonly kind: 'request'
  readonly method: string
  /** UTF-8 where the bytes are UTF-8, else one character per byte. */
  readonly uri: string
  readonly version: string
}

export interface StatusLine {
  readonly kind: 'response'
  readonly status: number
  /** UTF-8 where the bytes are UTF-8, else one character per byte. */
  readonly reason: string
  readonly version: string
}

export interface Header {
  /** As written, e.g. `i` or `CALL-ID`; its bytes are those from `nameStart` to `nameEnd`. */
  readonly name: string
  /** Lower-case long name, e.g. `call-id`; '' for a line without a colon. */
  readonly key: string
  /**
   * Number of the name among the known ones (names.ts), negative when it is written in another way than the standard's;
   * 0 for all other names.
   */
  readonly known: number
  /** Unfolded and trimmed. UTF-8 where the bytes are UTF-8, else one character per byte. */
  readonly value: string
  /** Range in `bytes`, from the name to behind the last line end, folded lines included. */
  readonly start: number
  readonly end: number
  readonly nameStart: number
  readonly nameEnd: number
  /** Offset of the colon; `end` for a line without one. */
  readonly colon: number
  /** Range of the value in `bytes`, blanks around it left out, folds inside it included; empty at `end` without one. */
  readonly valueStart: number
  readonly valueEnd: number
  /** What stands between name and colon, one character per byte: '' nearly always. */
  readonly blankBeforeColon: string
  /** What stands between colon and value, one character per byte: one blank, none, two, a tab, a fold. */
  readonly blankAfterColon: string
  /** Whether it goes on in a further line (RFC 3261 §7.3.1). */
  readonly folded: boolean
  /** How its last line ends. */
  readonly lineEnd: LineEnd
  /** Bytes of the message in this range, which must lie before its body; one character per byte. */
  text(from: number, to: number): string
}

/** Value of the first header with this key (lower-case long name). */
export function headerValue(message: Pick<SipMessage, 'headers'>, key: string): string | undefined {
  return findHeader(message, key)?.value
}

/** Values of all headers with this key, one per row; comma lists are not split. */
export function headerValues(message: Pick<SipMessage, 'headers'>, key: string): readonly string[] {
  const values: string[] = []
  for (const header of message.headers) if (header.key === key) values.push(header.value)
  return values
}

export function findHeader(message: Pick<SipMessage, 'headers'>, key: string): Header | undefined {
  for (const header of message.headers) if (header.key === key) return header
  return undefined
}
