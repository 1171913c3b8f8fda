import { parseMaxForwards } from '../header/numbers.ts'
import { Outside } from '../header/quoting.ts'
import type { Findings } from './findings.ts'
import { checkHostPort, hostPattern, isPort } from './host-check.ts'
import { checkHeaderParams } from './param-check.ts'

/**
 * What nearly every Via on the wire looks like; all others are looked at part by part. Neither the broadcast address nor
 * a branch of the cookie alone is among them, and no parameter that needs a closer look. A branch may stand anywhere among
 * the others: on a long row of them that would take quadratic time.
 */
const longestPlain = 512
const others = ";(?!branch|ttl|rport=)[\\w.-]+(?:=[\\w\\-.!%*+`'~:]+)?|;rport=\\d{1,4}"
const branch = "(?:;branch=(?!z9hG4bK(?:;|$))[\\w\\-.!%*+`'~:]+)?"
const plain = new RegExp(
  `^SIP/2\\.0/(?:UDP|TCP|TLS|WSS?|SCTP) (?!255\\.255\\.255\\.255)${hostPattern}(?::\\d{1,4})?(?:${others})*${branch}(?:${others})*$`,
)
/** RFC 3261 §20.42: blanks are allowed around the slashes. */
const head = /^SIP\s*\/\s*([\d.]+)\s*\/\s*[\w\-.!%*+`'~]+\s+(?=\S)/i
const cookie = 'z9hG4bK'

/** The Vias of one row. */
export function checkVias(value: string, findings: Findings): void {
  if (value.length <= longestPlain && plain.test(value)) return
  checkBranch(value, findings)
  if (value.includes('255.255.255.255')) checkBroadcast(value, findings)
  const outside = new Outside(value)
  for (let from = 0; from <= value.length;) {
    const comma = outside.next(',', from)
    const end = comma === -1 ? value.length : comma
    checkVia(value.slice(from, end), from, findings)
    from = end + 1
  }
}

/** A branch that is the cookie alone tells no transaction from another. */
function checkBranch(value: string, findings: Findings): void {
  const at = value.indexOf(cookie)
  if (at === -1) return
  const behind = value.charCodeAt(at + cookie.length)
  if (!(behind > 32) || behind === 59 || behind === 44) findings.add('branch-cookie', at)
}

function checkBroadcast(value: string, findings: Findings): void {
  const [found] = /(?:^|[\s,])255\.255\.255\.255(?=[\s:;,]|$)/.exec(value) ?? []
  if (found !== undefined) findings.add('broadcast', value.indexOf('255.255.255.255'))
}

function checkVia(raw: string, from: number, findings: Findings): void {
  const text = raw.trim()
  const at = from + raw.length - raw.trimStart().length
  const [whole, version] = head.exec(text) ?? []
  if (whole === undefined) return findings.add('via', at)
  if (version !== '2.0') findings.add('version', at)
  const semicolon = text.indexOf(';', whole.length)
  const sentBy = text.slice(whole.length, semicolon === -1 ? undefined : semicolon)
  checkHostPort(sentBy.trim(), at + whole.length, findings)
  if (semicolon === -1) return
  checkHeaderParams(text.slice(semicolon), at + semicolon, findings, (name, value, place) => {
    if (!isViaParam(name, value)) findings.add('parameter', place)
  })
}

/** What the grammar says of single parameters (RFC 3261 §25.1 via-params, RFC 3581 §5). */
function isViaParam(name: string, value: string): boolean {
  if (name === 'branch') return value !== ''
  // 0 to 255, as Max-Forwards.
  if (name === 'ttl') return parseMaxForwards(value) !== undefined
  return name !== 'rport' || value === '' || isPort(value)
}
