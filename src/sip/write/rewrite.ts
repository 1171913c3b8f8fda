import type { Header, SipMessage } from '../message/message.ts'
import { bytesOf } from '../text/byte-text.ts'
import { lineText, type Written } from './line.ts'

/** A new value, `null` to leave the header out, `undefined` to leave it as it is. */
export type HeaderChange = (header: Header) => Written | null | undefined

/**
 * A message with some of its headers changed: every byte that is not part of a changed value stays as it was, spelling,
 * blanks, folds and line ends included. Unchanged it is byte for byte the message. Content-Length is a header like any
 * other.
 */
export function rewriteMessage({ bytes, headers }: SipMessage, change: HeaderChange): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = []
  let kept = 0
  for (const header of headers) {
    // A line without a colon has no value to change.
    const value = header.key === '' ? undefined : change(header)
    if (value === undefined) continue
    const [from, to] = value === null ? [header.start, header.end] : [header.valueStart, header.valueEnd]
    pieces.push(bytes.subarray(kept, from))
    if (value !== null) pieces.push(bytesOf(lineText(value)))
    kept = to
  }
  return joined([...pieces, bytes.subarray(kept)])
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
