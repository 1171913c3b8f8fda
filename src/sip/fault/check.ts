import { parseContentLength } from '../header/content-length.ts'
import { parseCSeq } from '../header/cseq.ts'
import { findHeader, type Header, type SipMessage } from '../message/message.ts'
import { byteText } from '../text/byte-text.ts'
import { checkAddress, checkAddresses } from './address-check.ts'
import { checkAccept, checkBody } from './body-check.ts'
import { faultOf, type Fault } from './fault.ts'
import { Findings } from './findings.ts'
import { checkUri } from './uri-check.ts'
import * as values from './value-checks.ts'
import { checkVias } from './via-check.ts'

/** A look at one header that needs to know the message too. */
type HeaderCheck = (value: string, findings: Findings, message: SipMessage, header: Header) => void

/** Headers that every request and answer carries (RFC 3261 §8.1.1), each with a bit; without Max-Forwards, often left out. */
const mandatory = [
  ['via', 'Via', 1],
  ['from', 'From', 2],
  ['to', 'To', 4],
  ['call-id', 'Call-ID', 8],
  ['cseq', 'CSeq', 16],
] as const

const bitOf: ReadonlyMap<string, number> = new Map(mandatory.map(([key, , bit]) => [key, bit]))
const all = 31

/** Headers that may stand once and that readers act on, so that a second one lets two readers disagree. */
const onceOnly: ReadonlySet<string> = new Set([
  'from',
  'to',
  'call-id',
  'cseq',
  'content-length',
  'max-forwards',
  'content-type',
  'expires',
  'event',
  'refer-to',
])

const checks: ReadonlyMap<string, HeaderCheck> = new Map<string, HeaderCheck>([
  ['via', checkVias],
  ['from', checkFrom],
  ['to', checkAddress],
  ['contact', checkContact],
  ['cseq', checkCSeq],
  ['call-id', values.checkCallId],
  ['max-forwards', values.checkMaxForwards],
  ['authorization', values.checkCredentials],
  ['proxy-authorization', values.checkCredentials],
  ['www-authenticate', values.checkChallenge],
  ['proxy-authenticate', values.checkChallenge],
  ['content-type', values.checkContentType],
  ['expires', values.checkExpires],
  ['min-expires', values.checkExpires],
  ['date', values.checkDate],
  ['warning', values.checkWarning],
  ['retry-after', values.checkRetryAfter],
  ['allow', values.checkTokens],
  ['supported', values.checkTokens],
  ['unsupported', values.checkTokens],
  ['require', values.checkRequired],
  ['proxy-require', values.checkRequired],
  ['accept', (value, findings, message) => checkAccept(message, value, findings)],
  ['route', checkAddresses],
  ['record-route', checkAddresses],
  ['reply-to', checkAddress],
  ['refer-to', checkAddress],
  ['referred-by', checkAddress],
])

/**
 * Faults that show only once all headers are known, and those of values. Bytes that are no SIP have none of these, but
 * for an answer whose status is none: it has no readable first line either.
 *
 * Every message passes here, so each value is held against one expression that nearly all match; only what does not
 * match is looked at part by part.
 */
export function faultsOfMessage(message: SipMessage): Fault[] {
  if (!message.start) return statusFaults(message)
  const findings = new Findings()
  checkStart(message, findings)
  const seen = checkHeaders(message, findings)
  checkBody(message, findings)
  return seen === all ? findings.faults : [...missing(seen), ...findings.faults]
}

/** @returns the bits of the mandatory headers that are there. */
function checkHeaders(message: SipMessage, findings: Findings): number {
  const seen = new Map<string, Header>()
  let bits = 0
  for (const header of message.headers) {
    const { key } = header
    const check = checks.get(key)
    const once = onceOnly.has(key)
    if (!check && !once) continue
    findings.about(header)
    const bit = bitOf.get(key) ?? 0
    bits |= bit
    if (once) checkRepeated(header, seen, findings)
    if (bit !== 0 && header.value === '') findings.add('empty-header')
    else check?.(header.value, findings, message, header)
  }
  return bits
}

/** Two Content-Lengths that disagree let two readers cut the stream differently, so they are graver than a mere copy. */
function checkRepeated(header: Header, seen: Map<string, Header>, findings: Findings): void {
  const first = seen.get(header.key)
  if (!first) seen.set(header.key, header)
  else if (header.key === 'content-length' && parseContentLength(header.value) !== parseContentLength(first.value)) {
    findings.add('content-length-disagrees')
  } else findings.add('duplicate-header')
}

const missing = (seen: number): readonly Fault[] =>
  mandatory.flatMap(([, name, bit]) =>
    (seen & bit) === 0 ? [faultOf('missing-header', undefined, `There is no ${name} header`)] : [],
  )

function checkStart({ start, startAt }: SipMessage, findings: Findings): void {
  findings.aboutText(startAt)
  if (start?.kind === 'response') {
    if (start.status < 100 || start.status > 699) findings.add('status-code')
  } else if (start) {
    findings.aboutText(startAt + start.method.length + 1)
    checkRequestUri(start.uri, findings)
  }
}

/** Blanks in it are a fault of the line, which its reader tells. */
function checkRequestUri(uri: string, findings: Findings): void {
  if (uri.startsWith('<')) findings.add('request-uri-brackets')
  else checkUri(/\s/.test(uri) ? uri.replace(/\s+/g, '') : uri, 0, findings, { requestUri: true })
}

function checkFrom(value: string, findings: Findings, { start }: SipMessage): void {
  checkAddress(value, findings)
  if (start?.kind === 'request' && !/;\s*tag\s*=/i.test(value)) findings.add('from-tag')
}

function checkContact(value: string, findings: Findings, message: SipMessage): void {
  if (value !== '*') checkAddresses(value, findings)
  else if (!takesAllAway(message)) findings.add('star-contact', 0)
}

/** `Contact: *` takes every registration away and may do nothing else (RFC 3261 §10.2.2). */
function takesAllAway(message: SipMessage): boolean {
  const { start, headers } = message
  const contacts = headers.filter(({ key }) => key === 'contact').length
  const expires = findHeader(message, 'expires')?.value ?? ''
  return start?.kind === 'request' && start.method === 'REGISTER' && contacts === 1 && /^0+$/.test(expires)
}

function checkCSeq(value: string, findings: Findings, { start }: SipMessage): void {
  const cseq = parseCSeq(value)
  if (!cseq) findings.add('cseq')
  else if (start?.kind === 'request' && cseq.method !== start.method) findings.add('cseq-method')
}

/** Longer first lines are no status lines. */
const longestVersion = 64

function statusFaults({ bytes, startAt }: SipMessage): Fault[] {
  const begin = byteText(bytes.subarray(startAt, startAt + longestVersion))
  return /^SIP\/\d+\.\d+[ \t]+-?\d+(?:[ \t\r\n]|$)/i.test(begin) ? [faultOf('status-code', startAt)] : []
}
