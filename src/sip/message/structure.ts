import { faultOf, type Fault } from '../fault/fault.ts'
import { glanceAt } from '../glance/glance.ts'
import { parseContentLength } from '../header/content-length.ts'
import { utf8 } from '../text/byte-text.ts'
import type { Head } from './head.ts'
import { parseLimits } from './limits.ts'
import { findHeader, type SipMessage } from './message.ts'
import { startLineFaults } from './start-line.ts'

/** What is wrong with the bytes and lines of a message, before anybody asks what they mean. */
export function faultsOfStructure(
  message: SipMessage,
  head: Head,
  startLine: () => string,
  lineFaults: readonly Fault[],
): readonly Fault[] {
  if (lineFaults.length === 0 && isUsual(message, head)) return none
  const { bytes, startAt, headersEnd, bodyAt } = message
  const faults: Fault[] = []
  if (bytes.length > parseLimits.message) faults.push(faultOf('too-long', parseLimits.message))
  if (startAt < bytes.length && headersEnd === bodyAt) faults.push(faultOf('head-unfinished', bodyAt))
  addByteFaults(faults, message, head)
  if (startAt < bytes.length) faults.push(...startLineFaults(startLine(), message.start, startAt))
  faults.push(...lineFaults)
  addLengthFault(faults, message)
  return faults
}

const none: readonly Fault[] = []

/** A request as nearly all are, which a glance tells: a plain first line, an empty one, and a body of the length it says. */
function isUsual(message: SipMessage, { text, ascii }: Head): boolean {
  const { start, bytes, headersEnd, bodyAt } = message
  const { requestUri, bodyLength } = glanceAt(message)
  const plain = requestUri.usual && start?.version === 'SIP/2.0' && ascii && !text.includes('\0')
  return (
    plain &&
    bytes.length <= parseLimits.message &&
    headersEnd < bodyAt &&
    bodyLength !== -1 &&
    bodyAt + bodyLength <= bytes.length
  )
}

/** Behind a backslash in a quoted string NUL is legal (quoted-pair, RFC 3261 §25.1). */
const bareNul = /(?<!\\)\0/

function addByteFaults(faults: Fault[], { bytes, bodyAt }: SipMessage, { text, ascii }: Head): void {
  const nul = text.includes('\0') ? text.slice(0, bodyAt).search(bareNul) : -1
  if (nul !== -1) faults.push(faultOf('nul', nul))
  if (!ascii && utf8(bytes.subarray(0, bodyAt)) === undefined) faults.push(faultOf('not-utf8'))
}

/** Bytes behind the body are no fault: a receiver leaves them out (RFC 3261 §18.3), and a screen shows them. */
function addLengthFault(faults: Fault[], message: SipMessage): void {
  const header = findHeader(message, 'content-length')
  if (!header) return
  const { bytes, bodyAt } = message
  const length = parseContentLength(header.value)
  if (length === undefined) faults.push(faultOf('content-length', header.start))
  else if (bodyAt + length > bytes.length) faults.push(faultOf('short-body', bytes.length))
}
