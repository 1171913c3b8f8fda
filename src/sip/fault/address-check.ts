import { openBracket } from '../header/address.ts'
import { isQvalue, parseSeconds } from '../header/numbers.ts'
import { endOfQuoted, Outside } from '../header/quoting.ts'
import type { Findings } from './findings.ts'
import { hostPattern } from './host-check.ts'
import { checkHeaderParams } from './param-check.ts'
import { checkUri } from './uri-check.ts'

/** What nearly every address on the wire looks like; all others are looked at part by part. */
const plain = new RegExp(
  '^(?:"[^"\\\\]*" ?|[\\w\\-.!%*+`\'~ ]*)<sips?:(?:[\\w.!~*\'()&=+$,;?/-]+@)?' +
    `${hostPattern}(?::\\d{1,4})?(?:;[\\w.-]+(?:=[\\w.-]+)?)?>(?:;tag=[\\w\\-.!%*+\`'~]+|;ob)?$`,
)
const unquotedDisplay = /^[\w\-.!%*+`'~ \t]*$/

/** From, To and their like: one address. */
export function checkAddress(value: string, findings: Findings): void {
  if (!plain.test(value)) checkElement(value, 0, findings, {})
}

/** P-Asserted-Identity and its like: addresses parted by commas. */
export const checkAddresses = (value: string, findings: Findings): void => checkList(value, findings, {})

/** Contact may lead to other things than telephones. */
export const checkContacts = (value: string, findings: Findings): void => checkList(value, findings, { contact: true })

/** Route and Record-Route: addresses that must have brackets (RFC 3261 §20.34, §20.30). */
export const checkRoutes = (value: string, findings: Findings): void => checkList(value, findings, { bracketed: true })

interface Form {
  readonly contact?: boolean
  readonly bracketed?: boolean
}

function checkList(value: string, findings: Findings, form: Form): void {
  if (plain.test(value)) return
  const outside = new Outside(value)
  for (let from = 0; from <= value.length;) {
    const comma = outside.next(',', from)
    const end = comma === -1 ? value.length : comma
    checkElement(value.slice(from, end), from, findings, form)
    from = end + 1
  }
}

function checkElement(raw: string, from: number, findings: Findings, form: Form): void {
  const text = raw.trim()
  const at = from + raw.length - raw.trimStart().length
  if (text === '*') return findings.add('star-contact', at)
  const open = openBracket(text)
  if (open === -1) return checkAddrSpec(text, at, findings, form)
  checkDisplay(text.slice(0, open), at, findings)
  const close = text.indexOf('>', open)
  if (close === -1) findings.add('open-bracket', at + open)
  const inside = text.slice(open + 1, close === -1 ? undefined : close)
  const uri = inside.trim()
  if (uri.length !== inside.length) findings.add('blank-in-brackets', at + open + 1)
  checkUri(uri, at + open + 1, findings, form)
  if (close !== -1) checkAddressParams(text.slice(close + 1), at + close + 1, findings)
}

function checkAddrSpec(text: string, at: number, findings: Findings, form: Form): void {
  const semicolon = text.indexOf(';')
  const uri = (semicolon === -1 ? text : text.slice(0, semicolon)).trim()
  if (text.startsWith('"') && endOfQuoted(text, 0) === 0) findings.add('open-quote', at)
  if (form.bracketed || uri.includes('?') || uri.includes(',')) findings.add('needs-brackets', at)
  checkUri(uri, at, findings, form)
  if (semicolon !== -1) checkAddressParams(text.slice(semicolon), at + semicolon, findings)
}

function checkDisplay(text: string, at: number, findings: Findings): void {
  if (text.charCodeAt(0) !== 34) {
    if (!unquotedDisplay.test(text)) findings.add('display-name', at)
    return
  }
  const close = endOfQuoted(text, 0)
  if (close === 0) findings.add('open-quote', at)
  else if (text.slice(close + 1).trim() !== '') findings.add('display-name', at + close + 1)
}

function checkAddressParams(text: string, at: number, findings: Findings): void {
  if (text === '') return
  checkHeaderParams(text, at, findings, (name, value, place) => {
    if (name === 'expires' && parseSeconds(value) === undefined) findings.add('expires', place)
    else if (name === 'q' && !isQvalue(value)) findings.add('q-value', place)
    else if (name === 'tag' && value === '') findings.add('parameter', place)
  })
}
