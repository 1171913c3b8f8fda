import type { SipMessage } from '../../message/message.ts'
import { quoted, table } from './words.ts'

/** Reason phrases of RFC 3261 §21 and of the RFCs that added codes since (IANA, SIP response codes). */
const names = table(`
  100 Trying
  180 Ringing
  181 Call Is Being Forwarded
  182 Queued
  183 Session Progress
  199 Early Dialog Terminated
  200 OK
  202 Accepted
  204 No Notification
  300 Multiple Choices
  301 Moved Permanently
  302 Moved Temporarily
  305 Use Proxy
  380 Alternative Service
  400 Bad Request
  401 Unauthorized
  402 Payment Required
  403 Forbidden
  404 Not Found
  405 Method Not Allowed
  406 Not Acceptable
  407 Proxy Authentication Required
  408 Request Timeout
  410 Gone
  412 Conditional Request Failed
  413 Request Entity Too Large
  414 Request-URI Too Long
  415 Unsupported Media Type
  416 Unsupported URI Scheme
  417 Unknown Resource-Priority
  420 Bad Extension
  421 Extension Required
  422 Session Interval Too Small
  423 Interval Too Brief
  424 Bad Location Information
  425 Bad Alert Message
  428 Use Identity Header
  429 Provide Referrer Identity
  430 Flow Failed
  433 Anonymity Disallowed
  436 Bad Identity Info
  437 Unsupported Credential
  438 Invalid Identity Header
  439 First Hop Lacks Outbound Support
  440 Max-Breadth Exceeded
  469 Bad Info Package
  470 Consent Needed
  480 Temporarily Unavailable
  481 Call/Transaction Does Not Exist
  482 Loop Detected
  483 Too Many Hops
  484 Address Incomplete
  485 Ambiguous
  486 Busy Here
  487 Request Terminated
  488 Not Acceptable Here
  489 Bad Event
  491 Request Pending
  493 Undecipherable
  494 Security Agreement Required
  500 Server Internal Error
  501 Not Implemented
  502 Bad Gateway
  503 Service Unavailable
  504 Server Time-out
  505 Version Not Supported
  513 Message Too Large
  555 Push Notification Service Not Supported
  580 Precondition Failure
  600 Busy Everywhere
  603 Decline
  604 Does Not Exist Anywhere
  606 Not Acceptable
  607 Unwanted
  608 Rejected`)

/** The first code that has a phrase: 406 and 606 share one. */
const codes: ReadonlyMap<string, number> = new Map(
  [...names].reverse().map(([code, name]) => [name.toLowerCase(), code] as const),
)

export const statusName = (status: number): string | undefined => names.get(status)

/** What the code means where the phrase beside it does not say it: programs go by the code alone (RFC 3261 §7.2). */
export function statusMeanings(start: SipMessage['start']): readonly string[] {
  if (start?.kind !== 'response') return []
  const { status, reason } = start
  const name = names.get(status)
  if (name === undefined) return unnamed(status)
  const said = reason.trim().toLowerCase()
  if (said.includes(name.toLowerCase())) return []
  const other = codes.get(said)
  const but = other === undefined ? '' : `, whatever it says: ${quoted(names.get(other) ?? '')} is ${other}`
  return [`${status} means ${quoted(name)}${but}`]
}

const kinds = ['goes on', 'success', 'look elsewhere', 'refused', 'the server failed', 'refused everywhere'] as const

/** A code that nobody knows counts as the first of its hundred (RFC 3261 §8.1.3.2). */
function unnamed(status: number): readonly string[] {
  const kind = kinds[Math.floor(status / 100) - 1]
  return kind === undefined ? [] : [`No standard names ${status}; it counts as ${Math.floor(status / 100)}00: ${kind}`]
}
