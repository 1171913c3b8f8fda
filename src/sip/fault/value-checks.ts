import { parseAuth } from '../header/authorization.ts'
import { parseDate } from '../header/date.ts'
import { parseRetryAfter, parseWarning } from '../header/explanations.ts'
import { parseMediaType } from '../header/media-type.ts'
import { parseMaxForwards, parseSeconds } from '../header/numbers.ts'
import { splitOutside } from '../header/quoting.ts'
import { parseTokens } from '../header/tokens.ts'
import { isToken } from '../message/names.ts'
import type { Findings } from './findings.ts'
import { checkHeaderParams } from './param-check.ts'

/** A look at one header's value. */
export type ValueCheck = (value: string, findings: Findings) => void

/** word [ "@" word ] of RFC 3261 §25.1, and `=`, which several stacks write. */
const callId = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}=]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}=]+)?$/

export const checkCallId: ValueCheck = (value, findings) => {
  if (!callId.test(value)) findings.add('call-id', 0)
}

export const checkMaxForwards: ValueCheck = (value, findings) => {
  if (value === '70') return
  const hops = parseMaxForwards(value)
  if (hops === undefined) findings.add('max-forwards', 0)
  else if (hops === 0) findings.add('max-forwards-zero', 0)
}

export const checkExpires: ValueCheck = (value, findings) => {
  if (parseSeconds(value) === undefined) findings.add('expires', 0)
}

export const checkRetryAfter: ValueCheck = (value, findings) => {
  if (parseRetryAfter(value) === undefined) findings.add('retry-after', 0)
}

export const checkWarning: ValueCheck = (value, findings) => {
  if (splitOutside(value, ',').some((one) => parseWarning(one) === undefined)) findings.add('warning', 0)
}

export const checkDate: ValueCheck = (value, findings) => {
  if (parseDate(value) === undefined) findings.add('date', 0)
}

/** Session-Expires and Min-SE: seconds and perhaps parameters (RFC 4028 §4, §5). */
export const checkTimer: ValueCheck = (value, findings) => {
  const semicolon = value.indexOf(';')
  const seconds = semicolon === -1 ? value : value.slice(0, semicolon).trimEnd()
  if (parseSeconds(seconds) === undefined) findings.add('expires', 0)
  if (semicolon !== -1) checkHeaderParams(value.slice(semicolon), semicolon, findings)
}

export const checkContentType: ValueCheck = (value, findings) => {
  if (value === 'application/sdp') return
  if (parseMediaType(value) === undefined) return findings.add('content-type', 0)
  const semicolon = value.indexOf(';')
  if (semicolon === -1) return
  checkHeaderParams(value.slice(semicolon), semicolon, findings, (_, text, at) => {
    if (text === '') findings.add('content-type', at)
  })
}

/** What nearly every list looks like. An empty one is legal (RFC 3261 §20.5, §20.37). */
const plainTokens = /^(?:[A-Za-z0-9\-._]+(?:, ?[A-Za-z0-9\-._]+)*)?$/

export const checkTokens: ValueCheck = (value, findings) => {
  if (!plainTokens.test(value) && splitOutside(value, ',').some((token) => !isToken(token)))
    findings.add('token-list', 0)
}

/** Option tags that IANA lists or that telephones are known to use. */
const extensions: ReadonlySet<string> = new Set(
  `100rel 199 answermode early-session eventlist explicitsub extended-refer from-change geolocation-http geolocation-sip
   gin gruu histinfo ice join multiple-refer norefersub nosub outbound path policy precondition pref privacy
   recipient-list-invite recipient-list-message recipient-list-subscribe record-aware replaces resource-priority
   sdp-anat sec-agree siprec tdialog timer trickle-ice uui`.split(/\s+/),
)

/** Require and Proxy-Require: a receiver that lacks one of these must refuse (RFC 3261 §8.2.2.3). */
export const checkRequired: ValueCheck = (value, findings) => {
  checkTokens(value, findings)
  if (parseTokens(value).some((tag) => !extensions.has(tag.toLowerCase()))) findings.add('unknown-extension', 0)
}

const digestFields = ['username', 'realm', 'nonce', 'uri', 'response'] as const

export const checkCredentials: ValueCheck = (value, findings) => {
  // A blank right behind a quote stands where a comma should.
  const usual = value.startsWith('Digest ') && !value.includes('" ')
  if (usual && digestFields.every((field) => showsField(value, field))) return
  const { scheme, params } = parseAuth(value)
  if (scheme !== 'digest') findings.add('auth-scheme', 0)
  else if (digestFields.some((field) => !params.has(field))) findings.add('digest-fields', 0)
}

/** Cheaper than reading the fields, and wrong only when a quoted text holds a field; `cnonce=` is no `nonce=`. */
function showsField(value: string, field: string): boolean {
  const before = value.charCodeAt(value.indexOf(`${field}=`) - 1)
  return before === 32 || before === 44
}

export const checkChallenge: ValueCheck = (value, findings) => {
  const { scheme, params } = parseAuth(value)
  if (scheme !== 'digest') findings.add('auth-scheme', 0)
  else if (!params.has('realm') || !params.has('nonce')) findings.add('digest-fields', 0)
}
