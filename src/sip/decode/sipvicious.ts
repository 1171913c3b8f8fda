/**
 * SIPVicious keeps no state: what it needs to know when an answer comes it writes, in hex, into the From tag of the
 * request (svhelper.py makeRequest), whatever User-Agent it pretends to have.
 */
export type SipviciousTag =
  | { readonly kind: 'target'; readonly address: string; readonly port: number } // svmap: whom it scans
  | { readonly kind: 'extension'; readonly extension: string } // svwar: what it probes
  | { readonly kind: 'guess'; readonly user: string; readonly password: string } // svcrack: what it tries
  | { readonly kind: 'first-contact' } // svcrack asking for a nonce

/** svcrack's requests without credentials all carry this one. */
const firstContact = '3206210844'

/** State, 0x01, decimal random number, all as hex. The length bound keeps hostile tags cheap. */
const hexTag = /^(?:[0-9a-f]{2}){3,512}$/i
const stated = /^([^\x01]+)\x01\d+$/s

export function sipviciousTag(tag: string): SipviciousTag | undefined {
  if (tag === firstContact) return { kind: 'first-contact' }
  if (!hexTag.test(tag)) return undefined
  const state = stated.exec(textOfHex(tag))?.[1]
  return state === undefined ? undefined : meaning(state)
}

function meaning(state: string): SipviciousTag {
  const colon = state.indexOf(':')
  if (colon !== -1) return { kind: 'guess', user: state.slice(0, colon), password: state.slice(colon + 1) }
  return target(state) ?? { kind: 'extension', extension: state }
}

/** Eight hex digits of IPv4 address and four of port. */
function target(state: string): SipviciousTag | undefined {
  if (!/^[0-9a-f]{12}$/.test(state)) return undefined
  const octets = [0, 2, 4, 6].map((at) => parseInt(state.slice(at, at + 2), 16))
  return { kind: 'target', address: octets.join('.'), port: parseInt(state.slice(8), 16) }
}

function textOfHex(hex: string): string {
  let text = ''
  for (let at = 0; at < hex.length; at += 2) text += String.fromCharCode(parseInt(hex.slice(at, at + 2), 16))
  return text
}
