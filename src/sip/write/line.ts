import { byteText, oneLine, utf8ByteText } from '../text/byte-text.ts'

/** Text of our own, sent as UTF-8, or the bytes of somebody else's, sent as they came. */
export type Written = string | Uint8Array

/**
 * Byte text that stays on one line, whatever it holds: a fold or a stray line end becomes a blank, and NUL, at which
 * readers written in C would stop, is left out. Nothing that an attacker sent can start a header of its own.
 */
export function lineText(written: Written): string {
  return oneLine((typeof written === 'string' ? utf8ByteText(written) : byteText(written)).replaceAll('\0', ''))
}
