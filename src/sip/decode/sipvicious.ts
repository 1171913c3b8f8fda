import { readable } from '../text/byte-text.ts'

/**
 * SIPVicious keeps no state: what it needs to know when an answer comes it writes, in hex, into the From tag of the
 * request (svhelper.py createTag, the same in its Python 2 and Python 3 times), whatever User-Agent it pretends to
 * have.
 */
export type SipviciousTag =
  | { readonly kind: 'target'; readonly address: string; readonly port: number } // svmap: whom it scans
  | { readonly kind: 'extension'; readonly extension: string } // svwar: what it probes
  | { readonly kind: 'guess'; readonly user: string; readonly password: string } // svcrack: what it tries
  | { readonly kind: 'first-contact' } // svcrack asking for a nonce

/** svcrack's requests without credentials all carry this one. */
const firstContact = '3206210844'

/** State, 0x01, decimal random number below 2^32, all as hex. The length bound keeps hostile tags cheap. */
const hexTag = /^[0-9a-f]{6,1024}$/i
const separator = '\x01'

/**
 * @param named user of From. svwar and svcrack write the same user there as into the tag, which settles what else would
 * be a guess: an extension of twelve digits from a target, one with a colon from a user and a password.
 */
export function sipviciousTag(tag: string, named?: string): SipviciousTag | undefined {
  if (tag === firstContact) return { kind: 'first-contact' }
  const end = endOfState(tag)
  if (end === 0 || !hexTag.test(tag)) return undefined
  return meaning(readable(textOfHex(tag, end)), named)
}

/** Figures of the random number, which is below 2^32. */
const mostFigures = 10

/**
 * Where the last 0x01 stands, with nothing but a decimal number behind it (a password may hold 0x01 itself); 0 when none
 * does. Read from the end, where most other tags differ at once.
 */
function endOfState(tag: string): number {
  if (tag.length % 2 !== 0) return 0
  let at = tag.length
  while (at > 2 && tag.charCodeAt(at - 2) === THREE && isFigure(tag.charCodeAt(at - 1))) at -= 2
  const figures = (tag.length - at) / 2
  return figures > 0 && figures <= mostFigures && tag.startsWith('01', at - 2) ? at - 2 : 0
}

const THREE = 51
const isFigure = (code: number): boolean => code >= 48 && code <= 57

function meaning(state: string, named: string | undefined): SipviciousTag {
  if (state === named) return { kind: 'extension', extension: state }
  return guess(state, named) ?? target(state) ?? { kind: 'extension', extension: state }
}

function guess(state: string, named = ''): SipviciousTag | undefined {
  const colon = named !== '' && state.startsWith(`${named}:`) ? named.length : state.indexOf(':')
  return colon === -1 ? undefined : { kind: 'guess', user: state.slice(0, colon), password: state.slice(colon + 1) }
}

/** Eight hex digits of IPv4 address and four of port. */
function target(state: string): SipviciousTag | undefined {
  if (!/^[0-9a-f]{12}$/.test(state)) return undefined
  const octets = [0, 2, 4, 6].map((at) => parseInt(state.slice(at, at + 2), 16))
  return { kind: 'target', address: octets.join('.'), port: parseInt(state.slice(8), 16) }
}

/** `svmap -6` writes the groups of the address without their colons, and the address itself into From. */
export function svmapTargetIpv6(tag: string, fromHost: string): SipviciousTag | undefined {
  if (!fromHost.includes(':') || tag.length % 2 !== 0 || !hexTag.test(tag)) return undefined
  const [state = ''] = textOfHex(tag, tag.length).split(separator, 1)
  const port = state.slice(-4)
  if (state.slice(0, -4) !== fromHost.replaceAll(':', '') || !/^[0-9a-f]{4}$/.test(port)) return undefined
  return { kind: 'target', address: fromHost, port: parseInt(port, 16) }
}

/** By character codes: on every message of a scan this is asked, and parsing slices takes several times as long. */
function textOfHex(hex: string, to: number): string {
  let text = ''
  for (let at = 0; at < to; at += 2) text += String.fromCharCode(digitAt(hex, at) * 16 + digitAt(hex, at + 1))
  return text
}

/** Of `0-9a-fA-F`: the low bits of a letter are its value less 9. */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at)
  return code < 58 ? code - 48 : (code & 7) + 9
}
