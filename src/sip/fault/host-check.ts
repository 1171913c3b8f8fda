import { isIpv6 } from '../uri/host.ts'
import type { Findings } from './findings.ts'

const octet = '(?:25[0-5]|2[0-4]\\d|[01]?\\d?\\d)'
/**
 * An IPv4 address, or a name whose last label begins with no digit (RFC 3261 §25.1 hostname): `1.2.3.999` is neither.
 * Underscores are in no standard but in many networks, and harm nobody.
 */
export const hostPattern = `(?:(?:${octet}\\.){3}${octet}|(?:\\w(?:[\\w-]*\\w)?\\.)*[A-Za-z_](?:[\\w-]*\\w)?\\.?)`
const host = new RegExp(`^${hostPattern}$`)

/**
 * `host`, `host:port`, `[IPv6]`, `[IPv6]:port`; blanks around the colon are for Via alone (RFC 3261 §25.1 sent-by).
 *
 * @param at offset of `text` in the value.
 */
export function checkHostPort(text: string, at: number, findings: Findings): void {
  if (text.charCodeAt(0) === 91) return checkReference(text, at, findings)
  const colon = text.indexOf(':')
  if (colon === -1) return checkName(text, at, findings)
  if (isIpv6(text)) return findings.add('ipv6-brackets', at)
  checkName(text.slice(0, colon).trim(), at, findings)
  checkPort(text.slice(colon), at + colon, findings)
}

function checkName(text: string, at: number, findings: Findings): void {
  if (!host.test(text)) findings.add('host', at)
}

function checkReference(text: string, at: number, findings: Findings): void {
  const close = text.indexOf(']')
  const address = text.slice(1, close)
  if (close === -1 || !isIpv6(address)) return findings.add('host', at)
  if (address.includes(':::')) findings.add('ipv6-three-colons', at)
  if (close + 1 < text.length) checkPort(text.slice(close + 1), at + close + 1, findings)
}

/** @param text begins with the colon, or with what stands where it should. */
function checkPort(text: string, at: number, findings: Findings): void {
  const trimmed = text.trim()
  const digits = trimmed.slice(1).trim()
  if (trimmed.charCodeAt(0) !== 58 || !isPort(digits)) findings.add('port', at)
}

/** Leading zeros are allowed (RFC 3261 §25.1 port). */
export const isPort = (digits: string): boolean => /^\d{1,10}$/.test(digits) && Number(digits) <= 65_535
