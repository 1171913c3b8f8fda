import { parseContentLength } from '../header/content-length.ts'
import { parseAddress } from '../header/address.ts'
import { parseCSeq } from '../header/cseq.ts'
import { glanceAt, isSet, type Glance } from '../glance/glance.ts'
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
  /** One bit for each header that may stand once or must be there: what was seen is one number. */
  readonly bit: number
  /** Readers act on it, so that a second one lets two readers disagree. */
  readonly once: boolean
}

/** Headers that every request and answer carries (RFC 3261 §8.1.1); without Max-Forwards, which is often left out. */
const mandatory = [
  ['Via', 1],
  ['From', 2],
  ['To', 4],
  ['Call-ID', 8],
  ['CSeq', 16],
] as const
const all = 31

const values = (check: HeaderCheck): Rule => ({ check, bit: 0, once: false })
const once = (bit: number, check?: HeaderCheck): Rule => (check ? { check, bit, once: true } : { bit, once: true })

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['via', { check: checkVias, bit: 1, once: false }],
  ['from', once(2, checkFrom)],
  ['to', once(4, checkAddress)],
  ['call-id', once(8, check.checkCallId)],
  ['cseq', once(16, checkCSeq)],
  ['content-length', once(32)],
  ['max-forwards', once(64, check.checkMaxForwards)],
  ['content-type', once(128, check.checkContentType)],
  ['expires', once(256, check.checkExpires)],
  ['event', once(512)],
  ['refer-to', once(1024, checkAddress)],
  ['referred-by', once(2048, checkAddress)],
  ['reply-to', once(4096, checkAddress)],
  ['user-agent', once(8192)],
  ['subject', once(16_384)],
  ['date', once(32_768, check.checkDate)],
  ['session-expires', once(65_536, check.checkTimer)],
  ['min-se', once(131_072, check.checkTimer)],
  ['min-expires', once(262_144, check.checkExpires)],
  ['retry-after', once(524_288, check.checkRetryAfter)],
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
 * Every message passes here, so each value is held against one expression that nearly all match; only what does not
 * match is looked at part by part.
 */
export function faultsOfMessage(message: SipMessage): readonly Fault[] {
  if (!message.start) return statusFaults(message)
  const glance = glanceAt(message)
  const usual = isUsual(message, glance)
  if (usual && message.bodyAt === message.bytes.length) return none
  const findings = new Findings()
  const seen = usual ? all : checkHead(message, findings, glance.sound)
  checkBody(message, findings)
  return (seen & all) === all ? findings.faults : [...missing(seen), ...findings.faults]
}

const none: readonly Fault[] = []

/** Whether a glance tells that nothing before the body has a fault, as of nearly all messages. */
function isUsual({ start, headers }: SipMessage, { requestUri, isComplete, sound }: Readonly<Glance>): boolean {
  if (!isComplete || !(start?.kind === 'request' ? requestUri.usual : isStatus(start?.status))) return false
  for (let place = 0; place < headers.length; place++) {
    if (!isSet(sound, place) && rules.has(headers[place]?.key ?? '')) return false
  }
  return true
}

/** @returns the bits of the headers that are there. */
function checkHead(message: SipMessage, findings: Findings, sound: number): number {
  checkStart(message, findings)
  return checkHeaders(message, findings, sound)
}

const bitOf = (key: string): number => rules.get(key)?.bit ?? 0

function checkHeaders(message: SipMessage, findings: Findings, sound: number): number {
  let seen = 0
  for (let place = 0; place < message.headers.length; place++) {
    const header = message.headers[place]
    const rule = header && rules.get(header.key)
    if (!rule) continue
    findings.about(header)
    if (rule.once && (seen & rule.bit) !== 0) findings.add(repeated(message, header))
    seen |= rule.bit
    if (isSet(sound, place)) continue
    if ((rule.bit & all) !== 0 && header.value === '') findings.add('empty-header')
    else rule.check?.(header.value, findings, message)
  }
  return seen
}

/** Two Content-Lengths that disagree let two readers cut the stream differently, so they are graver than a mere copy. */
function repeated(message: SipMessage, { key, value }: Header): FaultCode {
  if (key !== 'content-length') return (bitOf(key) & all) === 0 ? 'duplicate-header' : 'identity-twice'
  const first = findHeader(message, key)?.value ?? ''
  return parseContentLength(value) === parseContentLength(first) ? 'duplicate-header' : 'content-length-disagrees'
}

const missing = (seen: number): readonly Fault[] =>
  mandatory.flatMap(([name, bit]) =>
    (seen & bit) === 0 ? [faultOf('missing-header', undefined, `There is no ${name} header`)] : [],
  )

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
