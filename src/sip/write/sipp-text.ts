import type { SipMessage } from '../message/message.ts'
import { byteText } from '../text/byte-text.ts'

/**
 * SIPp reads `[…]` as keywords and `\` as escapes, drops blanks at the ends of a line and empty lines at the end of the
 * text, writes CRLF for every line end, and ends at `]]>`. So all but plain text is written as `\xHH`, which it sends
 * as that very byte, NUL included.
 */
export const literal = (line: string): string =>
  line.replace(/^[ \t]+|[ \t]+$|[^\x20-\x7e]|[[\]\\]/g, (part) => Array.from(part, asHex).join(''))

const asHex = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`

/** One line of a head as SIPp shall send it, keywords and all. `undefined` leaves it as it came. */
export type LineChange = (line: string, isTopVia: boolean) => string | undefined

const via = /^(?:via|v)[ \t]*:/i

/**
 * The text of a `<send>` that makes SIPp send these bytes, but for the lines that are changed. `exact` says whether
 * these are the bytes: a head that does not end in an empty line with CRLF gets CRLF everywhere, as SIPp would end it
 * once more.
 */
export function sendText(message: SipMessage, change: LineChange): { readonly text: string; readonly exact: boolean } {
  const whole = byteText(message.bytes)
  const { bodyAt } = message
  const begin = lineEndsAtStart(whole)
  const head = whole.slice(begin, bodyAt)
  const exact = head.endsWith('\r\n\r\n')
  const lines = exact ? head.slice(0, -4).split('\r\n') : head.slice(0, lastCharacter(head)).split(/\r\n|\n|\r/)
  const topVia = lines.findIndex((line) => via.test(line))
  const written = lines.map((line, at) => change(line, at === topVia) ?? literal(line))
  const text = `${literal(whole.slice(0, begin))}${written.join('\n')}\n\n${bodyText(whole.slice(bodyAt))}`
  return { text, exact }
}

/** Empty lines at the end would be dropped, so the line ends there are bytes too. */
function bodyText(body: string): string {
  const end = lastCharacter(body)
  return body.slice(0, end).split('\r\n').map(literal).join('\n') + literal(body.slice(end))
}

const isLineEnd = (character: string | undefined): boolean => character === '\r' || character === '\n'

/** Keep-alives in front of a message (RFC 3261 §7.5). */
function lineEndsAtStart(text: string): number {
  let at = 0
  while (isLineEnd(text[at])) at++
  return at
}

/** Offset of the line ends that a text ends with. */
function lastCharacter(text: string): number {
  let end = text.length
  while (end > 0 && isLineEnd(text[end - 1])) end--
  return end
}
