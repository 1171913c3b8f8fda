import { parseAddress, type Address } from '../header/address.ts'
import { topVia } from '../header/via.ts'
import { findHeader, headerValue, type Header, type SipMessage } from '../message/message.ts'
import { byteText, utf8ByteText } from '../text/byte-text.ts'
import type { Decoded, DecodedValue } from './decoded.ts'

/** The parts of a message in which programs give themselves away, read once. */
export interface Writing {
  readonly message: SipMessage
  readonly from: Address
  readonly fromTag: string
  readonly branch: string
  readonly callId: string
  /** Start of the body as byte text: session descriptions are short. */
  readonly sdp: string
}

const longestSdp = 4096

export function writingOf(message: SipMessage): Writing {
  const from = parseAddress(headerValue(message, 'from') ?? '')
  return {
    message,
    from,
    fromTag: from.params.get('tag') ?? '',
    branch: topVia(message)?.branch ?? '',
    callId: headerValue(message, 'call-id') ?? '',
    sdp: byteText(message.body.subarray(0, longestSdp)),
  }
}

/** @param text as it stands in the header, to point at it alone; the whole value when it cannot be found. */
export function inHeader(writing: Writing, key: string, part: string, text: string, value: DecodedValue): Decoded {
  const header = findHeader(writing.message, key)
  const where = [header?.name ?? key, part].filter(Boolean).join(' ')
  return { ...value, where, at: header ? rangeIn(writing.message, header, text) : { start: 0, end: 0 } }
}

function rangeIn({ bytes }: SipMessage, { valueStart, valueEnd }: Header, text: string): Decoded['at'] {
  const own = utf8ByteText(text)
  const found = own === '' ? -1 : byteText(bytes.subarray(valueStart, valueEnd)).indexOf(own)
  if (found === -1) return { start: valueStart, end: valueEnd }
  return { start: valueStart + found, end: valueStart + found + own.length }
}

/** @param at offset in `writing.sdp`. */
export function inBody(writing: Writing, part: string, at: number, length: number, value: DecodedValue): Decoded {
  const start = writing.message.bodyAt + at
  return { ...value, where: part, at: { start, end: start + length } }
}
