import type { Fault } from '../fault/fault.ts'

/** One SIP message as it lay on the wire. Everything refers to `bytes`; nothing of the input is lost or repaired. */
export interface SipMessage {
  readonly bytes: Uint8Array
  /** `undefined` when the first line is neither a request line nor a status line. */
  readonly start: RequestLine | StatusLine | undefined
  /** In the order of the wire, which tells one sender from another. */
  readonly headers: readonly Header[]
  readonly body: Uint8Array
  readonly faults: readonly Fault[]
}

export interface RequestLine {
  readonly kind: 'request'
  readonly method: string
  readonly uri: string
  readonly version: string
}

export interface StatusLine {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
  readonly version: string
}

export interface Header {
  /** As written, e.g. `i` or `CALL-ID`. */
  readonly name: string
  /** Lower-case long name, e.g. `call-id`. */
  readonly key: string
  /** Unfolded and trimmed. UTF-8 where the bytes are UTF-8, else one character per byte. */
  readonly value: string
  /** Range in `bytes`, from the name to behind the last line end, folded lines included. */
  readonly start: number
  readonly end: number
  /** Range of the value in `bytes`, blanks around it left out, folds inside it included. */
  readonly valueStart: number
  readonly valueEnd: number
}

/** Value of the first header with this key (lower-case long name). */
export function headerValue(message: SipMessage, key: string): string | undefined {
  return findHeader(message, key)?.value
}

/** Values of all headers with this key, one per row; comma lists are not split. */
export function headerValues(message: SipMessage, key: string): readonly string[] {
  return message.headers.filter((header) => header.key === key).map((header) => header.value)
}

export function findHeader(message: Pick<SipMessage, 'headers'>, key: string): Header | undefined {
  for (const header of message.headers) if (header.key === key) return header
  return undefined
}
