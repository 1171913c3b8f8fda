import type { Findings } from './findings.ts'
import { checkHostPort, hostPattern } from './host-check.ts'

/** What nearly every URI on the wire looks like; all others are looked at part by part. */
const plain = new RegExp(
  "^sips?:(?:[\\w.!~*'()&=+$,;?/-]+(?::[\\w.!~*'()&=+$,-]*)?@)?" +
    `${hostPattern}(?::\\d{1,4})?(?:;[\\w.!~*'()[\\]/:&+$-]+(?:=[\\w.!~*'()[\\]/:&+$-]+)?)?$`,
)

export const isPlainUri = (text: string): boolean => plain.test(text)

const scheme = /^[A-Za-z][A-Za-z0-9+\-.]*$/
/** user and password of RFC 3261 §25.1; escapes are looked at on their own. */
const userinfo = /^[\w.!~*'()&=+$,;?/:%-]*$/
const paramChars = /^[\w.!~*'()[\]/:&+$%=;-]*$/
const headerChars = /^[\w.!~*'()[\]/?:+$%=&-]*$/
const badEscape = /%(?![0-9A-Fa-f]{2})/
/** global or local number with its parameters (RFC 3966 §3). */
const telephone = /^\+?[0-9A-Fa-f*#().-]+(?:;.*)?$/
/**
 * Other kinds that SIP's own documents use: instant messages and presence (RFC 3428, RFC 3859), service numbers such as
 * `urn:service:sos` (RFC 5031), and for a Contact also what a browser or a letter reaches (RFC 3261 §20.10).
 */
const known = /^(?:im|pres|urn:service):/i
const knownContact = /^(?:mailto|https?|xmpp|urn):/i
/** Headers that send a request elsewhere or forge its sender (RFC 3261 §19.1.5); text before `=`. */
const steering = /(?:^|&)(?:route|record-route|via|from|call-id|cseq)=/i

interface Place {
  /** A Request-URI may carry no headers at all (RFC 3261 §19.1.1, table 1). */
  readonly requestUri?: boolean
  readonly contact?: boolean
}

/** @param at offset of `text` in the value. */
export function checkUri(text: string, at: number, findings: Findings, place: Place = {}): void {
  if (isPlainUri(text)) return
  const colon = text.indexOf(':')
  if (colon === -1 || !scheme.test(text.slice(0, colon))) return findings.add('uri-scheme', at)
  const name = text.slice(0, colon).toLowerCase()
  const rest = text.slice(colon + 1)
  if (name === 'sip' || name === 'sips') checkSip(rest, at + colon + 1, findings, place)
  else if (name === 'tel') {
    if (!telephone.test(rest)) findings.add('uri-characters', at + colon + 1)
  } else if (!known.test(text) && !(place.contact && knownContact.test(text))) findings.add('foreign-scheme', at)
}

function checkSip(rest: string, at: number, findings: Findings, place: Place): void {
  const end = rest.lastIndexOf('@')
  if (end !== -1) checkUser(rest.slice(0, end), at, findings)
  const behind = rest.slice(end + 1)
  const question = behind.indexOf('?')
  const before = question === -1 ? behind : behind.slice(0, question)
  const semicolon = before.indexOf(';')
  const host = semicolon === -1 ? before : before.slice(0, semicolon)
  if (host !== host.trim()) findings.add('uri-characters', at + end + 1)
  checkHostPort(host.trim(), at + end + 1, findings)
  if (semicolon !== -1) checkParams(before.slice(semicolon), at + end + 1 + semicolon, findings)
  if (question !== -1) checkHeaders(behind.slice(question + 1), at + end + 2 + question, findings, place)
}

function checkUser(text: string, at: number, findings: Findings): void {
  if (text === '') findings.add('uri-user', at)
  if (!userinfo.test(text)) findings.add('uri-characters', at)
  if (badEscape.test(text)) findings.add('uri-escape', at)
}

/** @param text begins with the first `;`. */
function checkParams(text: string, at: number, findings: Findings): void {
  if (/;\s*(?:[;=]|$)|=\s*(?:;|$)/.test(text)) findings.add('parameter', at)
  if (!paramChars.test(text)) findings.add('uri-characters', at)
  if (badEscape.test(text)) findings.add('uri-escape', at)
  const names = text
    .split(';')
    .map(nameOf)
    .filter((name) => name !== '')
  if (new Set(names).size < names.length) findings.add('parameter-twice', at)
}

/** Parameters are compared without regard to case (RFC 3261 §19.1.4). */
function nameOf(param: string): string {
  const equals = param.indexOf('=')
  return (equals === -1 ? param : param.slice(0, equals)).trim().toLowerCase()
}

function checkHeaders(text: string, at: number, findings: Findings, { requestUri }: Place): void {
  if (!headerChars.test(text)) findings.add('uri-characters', at)
  if (badEscape.test(text)) findings.add('uri-escape', at)
  if (requestUri) findings.add('request-uri-headers', at)
  else if (steering.test(text)) findings.add('uri-steering', at)
}
