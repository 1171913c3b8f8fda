import { parseCSeq } from '../../sip/header/cseq.ts'
import type { FaultCode } from '../../sip/fault/fault.ts'
import { findHeader, headerValue, type SipMessage } from '../../sip/message/message.ts'

const mirrored = ['via', 'from', 'to', 'call-id', 'cseq'] as const
/** Lesser faults are common in the field, and a PBX overlooks them. */
const grave: ReadonlySet<FaultCode> = new Set([
  'too-long',
  'version',
  'nul',
  'header-without-colon',
  'content-length',
  'content-length-disagrees',
  'short-body',
  'head-unfinished',
])

/** Are all headers there that an answer must repeat (RFC 3261 §8.2.6.2)? Without them silence is the only answer. */
export const canBeAnswered = (message: SipMessage): boolean => mirrored.every((key) => findHeader(message, key))

/** Would a PBX take this as SIP, or answer 400 to it? */
export function isSound(message: SipMessage): boolean {
  if (message.start === undefined || message.faults.some((fault) => grave.has(fault.code))) return false
  if (message.start.kind === 'response') return true
  return parseCSeq(headerValue(message, 'cseq') ?? '')?.method === message.start.method
}
