import { parseMediaType } from '../header/media-type.ts'
import { findHeader, headerValues, type SipMessage } from '../message/message.ts'
import { isWholeSdp } from '../sdp/lines.ts'
import type { Findings } from './findings.ts'

/** What telephones and PBXs take as the body of an INVITE, besides all that is multipart. */
const offers = /^(?:application\/(?:sdp|isup|qsig|pkcs7-mime|dtmf-relay|resource-lists\+xml)$|multipart\/|message\/)/
/** Rows of Accept that are looked at: each looks at all. */
const mostRows = 32
/** What an INVITE must accept to be answered with a session description. */
const acceptsSdp = /application\/sdp|application\/\*|\*\/\*/i

/** Faults of the body and of what is said about it; nearly all requests have none and cost nothing here. */
export function checkBody(message: SipMessage, findings: Findings): void {
  const length = message.bodyEnd - message.bodyAt
  if (length === 0) return
  const header = findHeader(message, 'content-type')
  findings.about(header)
  if (!header) return findings.add('content-type-missing')
  const type = header.value === 'application/sdp' ? header.value : parseMediaType(header.value)?.type
  if (type === 'application/sdp') return checkSdp(message, findings)
  if (type !== undefined && isInvite(message) && !offers.test(type)) findings.add('offer-type', 0)
}

/** A body that is cut off lacks lines for that reason, which another fault tells. */
function checkSdp(message: SipMessage, findings: Findings): void {
  if (!isWholeSdp(message.body)) findings.add('sdp')
}

/** Only in an INVITE does Accept decide whether it can be answered; each of its rows may name what does. */
export function checkAccept(value: string, findings: Findings, message: SipMessage): void {
  if (!isInvite(message) || acceptsSdp.test(value)) return
  const others = headerValues(message, 'accept')
  if (others.length === 1 || !others.slice(0, mostRows).some((row) => acceptsSdp.test(row))) findings.add('accept', 0)
}

const isInvite = ({ start }: SipMessage): boolean => start?.kind === 'request' && start.method === 'INVITE'
