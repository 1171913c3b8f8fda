import { parseAddress } from '../header/address.ts'
import { topVia } from '../header/via.ts'
import { headerValue } from '../message/message.ts'
import { ipAddress, isPrivate } from '../uri/ip-address.ts'
import type { Decoded, DecodedValue } from './decoded.ts'
import { inBody, inHeader, type Writing } from './writing.ts'

/** Addresses read from one message at most. */
const mostLeaks = 8
/** Name no host at all, or every host itself. */
const nobody: ReadonlySet<string> = new Set(['unspecified', 'loopback', 'broadcast', 'multicast'])

/** An address somewhere in the message, and how to point at it. */
interface Mention {
  readonly text: string
  readonly inSession: boolean
  readonly point: (value: DecodedValue) => Decoded
}

/**
 * Addresses of the sender that its packets do not show: in `o=` and `c=` any but the source, which is how sipcli gives
 * away the LAN it runs in; in Via and Contact only private ones, because any other is forged as easily.
 *
 * @param source where the packet came from; without it only private addresses count.
 */
export function* leakedAddresses(writing: Writing, source: string | undefined): Generator<Decoded> {
  const seen = new Set([source === undefined ? undefined : ipAddress(source)?.toNormalizedString()])
  for (const { text, inSession, point } of mentions(writing)) {
    const address = ipAddress(text)
    const spelling = address?.toNormalizedString()
    if (!address || spelling === undefined || seen.has(spelling) || nobody.has(address.range())) continue
    const hidden = isPrivate(address)
    if (!hidden && !(inSession && source !== undefined)) continue
    if (seen.size > mostLeaks) return
    seen.add(spelling)
    yield point({ kind: 'leaked-address', address: spelling, private: hidden })
  }
}

function* mentions(writing: Writing): Generator<Mention> {
  yield* inSession(writing)
  const via = topVia(writing.message)?.host ?? ''
  yield { text: via, inSession: false, point: (value) => inHeader(writing, 'via', '', via, value) }
  const contact = parseAddress(headerValue(writing.message, 'contact') ?? '').uri?.host ?? ''
  yield { text: contact, inSession: false, point: (value) => inHeader(writing, 'contact', '', contact, value) }
}

/** `IN IP4` or `IN IP6` and an address, in the owner and connection lines (RFC 8866 §5.2, §5.7). */
const sdpAddress = /^([oc])=([^\r\n]{0,200}?)IN IP[46] ([0-9A-Fa-f.:]{2,45})/gm

function* inSession(writing: Writing): Generator<Mention> {
  for (const match of writing.sdp.matchAll(sdpAddress)) {
    const [whole, line = '', , text = ''] = match
    const at = match.index + whole.length - text.length
    yield { text, inSession: true, point: (value) => inBody(writing, `SDP ${line}=`, at, text.length, value) }
  }
}
