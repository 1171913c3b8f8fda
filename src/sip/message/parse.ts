import { emptyLineAt, endOfLine, headOf, skipEmptyLines } from './head.ts'
import { readHeaders } from './headers.ts'
import { parseLimits } from './limits.ts'
import type { SipMessage } from './message.ts'
import { ParsedMessage } from './parsed-message.ts'

export { headerValue, headerValues, findHeader } from './message.ts'

/**
 * Reads one datagram, or one message cut out of a stream, in linear time. Never throws: what is broken becomes a
 * fault and is shown as it is.
 *
 * Line ends may be CRLF, LF or mixed; a lone CR ends lines only in a message that has no LF at all.
 */
export function parseMessage(bytes: Uint8Array): SipMessage {
  const read = bytes.length > parseLimits.message ? bytes.subarray(0, parseLimits.message) : bytes
  const head = headOf(read)
  const startAt = skipEmptyLines(read)
  const headersAt = endOfLine(head, startAt)
  const { headers, end, faults } = readHeaders(read, head, headersAt)
  const bodyAt = end + emptyLineAt(head, end)
  return new ParsedMessage(bytes, head, headers, startAt, headersAt, end, bodyAt, faults)
}
