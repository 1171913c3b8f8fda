import { parseContentLength } from '../header/content-length.ts'
import { parseAddress } from '../header/address.ts'
import { parseCSeq } from '../header/cseq.ts'
import { glanceAt, isSet } from '../glance/glance.ts'
import { findHeader, type Header, type SipMessage } from '../message/message.ts'
import { byteText } from '../text/byte-text.ts'
import { checkAddress, checkAddresses, checkContacts, checkRoutes } from './address-check.ts'
import { checkAccept, checkBody } from './body-check.ts'
import { faultOf, type Fault, type FaultCode } from './fault.ts'
import { Findings } from './findings.ts'
import { checkUri, isPlainUri } from './uri-check.ts'
import * as check from './value-checks.ts'
import { checkVias } from './via-check.ts'

/** A look at one header that may need to know the message too. */
type HeaderCheck = (value: string, findings: Findings, message: SipMessage) => void

interface Rule {
  readonly check?: HeaderCheck
  /** Readers act on it, so that a second one lets two readers disagree. */
  readonly once: boolean
}

/** Headers that every request and answer carries (RFC 3261 §8.1.1); without Max-Forwards, which is often left out. */
const mandatory: ReadonlyMap<string, string> = new Map([
  ['via', 'Via'],
  ['from', 'From'],
  ['to', 'To'],
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
])

const values = (check: HeaderCheck): Rule => ({ check, once: false })
const once = (check?: HeaderCheck): Rule => (check ? { check, once: true } : { once: true })

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['via', values(checkVias)],
  ['from', once(checkFrom)],
  ['to', once(checkAddress)],
  ['call-id', once(check.checkCallId)],
  ['cseq', once(checkCSeq)],
  ['content-length', once()],
  ['max-forwards', once(check.checkMaxForwards)],
  ['content-type', once(check.checkContentType)],
  ['expires', once(check.checkExpires)],
  ['event', once()],
  ['refer-to', once(checkAddress)],
  ['referred-by', once(checkAddress)],
  ['reply-to', once(checkAddress)],
  ['user-agent', once()],
  ['subject', once()],
  ['date', once(check.checkDate)],
  ['session-expires', once(check.checkTimer)],
  ['min-se', once(check.checkTimer)],
  ['min-expires', once(check.checkExpires)],
  ['retry-after', once(check.checkRetryAfter)],
  ['contact', values(checkContact)],
  ['authorization', values(check.checkCredentials)],
  ['proxy-authorization', values(check.checkCredentials)],
  ['www-authenticate', values(check.checkChallenge)],
  ['proxy-authenticate', values(check.checkChallenge)],
  ['warning', values(check.checkWarning)],
  ['allow', values(check.checkTokens)],
  ['supported', values(check.checkTokens)],
  ['unsupported', values(check.checkTokens)],
  ['require', values(check.checkRequired)],
  ['proxy-require', values(check.checkRequired)],
  ['accept', values(checkAccept)],
  ['route', values(checkRoutes)],
  ['record-route', values(checkRoutes)],
  ['p-asserted-identity', values(checkAddresses)],
  ['p-preferred-identity', values(checkAddresses)],
  ['remote-party-id', values(checkAddresses)],
  ['diversion', values(checkAddresses)],
])

/**
 * Faults that show only once all headers are known, and those of values. Bytes that are no SIP have none of these, but
 * for an answer whose status is none: it has no readable first line either.
 *
 * Every message passes here. Most headers a glance vouches for; other values are held against one expression that nearly
 * all match, and only what does not match is looked at part by part.
 */
export function faultsOfMessage(message: SipMessage): readonly Fault[] {
  if (!message.start) return statusFaults(message)
  const { requestUri, isComplete, sound } = glanceAt(message)
  const findings = new Findings()
  if (!requestUri.usual) checkStart(message, findings)
  for (let place = 0; place < message.headers.length; place++) {
    const header = message.headers[place]
    if (header !== undefined && !isSet(sound, place)) checkHeader(message, header, findings)
  }
  checkBody(message, findings)
  return isComplete ? findings.faults : [...missing(message), ...findings.faults]
}

function checkHeader(message: SipMessage, header: Header, findings: Findings): void {
  const rule = rules.get(header.key)
  if (!rule) return
  findings.about(header)
  if (rule.once && findHeader(message, header.key) !== header) findings.add(repeated(message, header))
  if (mandatory.has(header.key) && header.value === '') findings.add('empty-header')
  else rule.check?.(header.value, findings, message)
}

/** Two Content-Lengths that disagree let two readers cut the stream differently, so they are graver than a mere copy. */
function repeated(message: SipMessage, { key, value }: Header): FaultCode {
  if (key !== 'content-length') return mandatory.has(key) ? 'identity-twice' : 'duplicate-header'
  const first = findHeader(message, key)?.value ?? ''
  return parseContentLength(value) === parseContentLength(first) ? 'duplicate-header' : 'content-length-disagrees'
}

function missing(message: SipMessage): readonly Fault[] {
  const names = [...mandatory].filter(([key]) => !findHeader(message, key)).map(([, name]) => name)
  return names.map((name) => faultOf('missing-header', undefined, `There is no ${name} header`))
}

function checkStart({ start, startAt }: SipMessage, findings: Findings): void {
  findings.aboutText(startAt)
  if (start?.kind === 'response') {
    if (!isStatus(start.status)) findings.add('status-code')
  } else if (start) {
    findings.aboutText(startAt + start.method.length + 1)
    checkRequestUri(start.uri, findings)
  }
}

const isStatus = (status: number | undefined): boolean => status !== undefined && status >= 100 && status <= 699

/** Blanks in it are a fault of the line, which its reader tells. */
function checkRequestUri(uri: string, findings: Findings): void {
  if (isPlainUri(uri)) return
  if (uri.startsWith('<')) findings.add('request-uri-brackets')
  else checkUri(/\s/.test(uri) ? uri.replace(/\s+/g, '') : uri, 0, findings, { requestUri: true })
}

function checkFrom(value: string, findings: Findings, { start }: SipMessage): void {
  checkAddress(value, findings)
  if (start?.kind === 'request' && !value.includes('>;tag=') && !parseAddress(value).params.has('tag'))
    findings.add('from-tag')
}

function checkContact(value: string, findings: Findings, message: SipMessage): void {
  if (value !== '*') checkContacts(value, findings)
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

function statusFaults({ bytes, startAt }: SipMessage): readonly Fault[] {
  const begin = byteText(bytes.subarray(startAt, startAt + longestVersion))
  return /^SIP\/\d+\.\d+[ \t]+-?\d+(?:[ \t\r\n]|$)/i.test(begin) ? [faultOf('status-code', startAt)] : []
}
