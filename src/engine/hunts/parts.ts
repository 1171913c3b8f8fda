import { parseMediaType } from '../../sip/header/media-type.ts'
import { headerValue, parseMessage } from '../../sip/message/parse.ts'
import type { SipMessage } from '../../sip/message/message.ts'
import { sdpLines } from '../../sip/sdp/lines.ts'
import { readable } from '../../sip/text/byte-text.ts'

/** A stretch of a message, in bytes; `to` excluded. */
export interface Found {
  readonly from: number
  readonly to: number
}

export interface PartText extends Found {
  /** UTF-8 where it is UTF-8. */
  readonly text: string
}

/** The Request-URI; nothing for answers and for what is no SIP. */
export function uriOf(bytes: Uint8Array): readonly PartText[] {
  const { start, startAt, headersAt } = parseMessage(bytes)
  if (start?.kind !== 'request') return []
  const from = Buffer.from(bytes.buffer, bytes.byteOffset, headersAt).indexOf(' ', startAt) + 1
  return [{ text: start.uri, from, to: Math.min(headersAt, from + Buffer.byteLength(start.uri)) }]
}

/** The lines of the session description, as they stand. */
export function sdpOf(bytes: Uint8Array): readonly PartText[] {
  const message = parseMessage(bytes)
  const { body, bodyAt } = message
  if (body.length === 0 || !isSdp(message)) return []
  return sdpLines(body).map(({ start, end }) => ({
    text: readable(Buffer.from(body.buffer, body.byteOffset + start, end - start).toString('latin1')),
    from: bodyAt + start,
    to: bodyAt + end,
  }))
}

const [v, equals] = [118, 61]

/** Some tools send one without saying so. */
function isSdp(message: SipMessage): boolean {
  const { body } = message
  if (body[0] === v && body[1] === equals) return true
  const type = headerValue(message, 'content-type')
  return type !== undefined && parseMediaType(type)?.type === 'application/sdp'
}
