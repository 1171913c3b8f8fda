import type { Header } from '../message/message.ts'

/**
 * Header names as fingerprints write them: the one-letter form where RFC 3261 §7.3.3 and its extensions have one, two
 * letters otherwise. Append only: fingerprints are stored, and a code that changes its meaning would change them all.
 */
const longAndShort: readonly (readonly [code: string, name: string])[] = [
  ['?', ''],
  ['v', 'Via'],
  ['f', 'From'],
  ['t', 'To'],
  ['i', 'Call-ID'],
  ['m', 'Contact'],
  ['l', 'Content-Length'],
  ['c', 'Content-Type'],
  ['cs', 'CSeq'],
  ['mf', 'Max-Forwards'],
  ['ua', 'User-Agent'],
  ['al', 'Allow'],
  ['ac', 'Accept'],
  ['k', 'Supported'],
  ['au', 'Authorization'],
  ['pa', 'Proxy-Authorization'],
  ['ex', 'Expires'],
  ['s', 'Subject'],
  ['e', 'Content-Encoding'],
  ['o', 'Event'],
  ['u', 'Allow-Events'],
  ['r', 'Refer-To'],
  ['b', 'Referred-By'],
  ['x', 'Session-Expires'],
  ['a', 'Accept-Contact'],
  ['j', 'Reject-Contact'],
  ['d', 'Request-Disposition'],
  ['y', 'Identity'],
  ['ms', 'Min-SE'],
  ['ro', 'Route'],
  ['rr', 'Record-Route'],
  ['rq', 'Require'],
  ['pr', 'Proxy-Require'],
  ['da', 'Date'],
  ['ts', 'Timestamp'],
  ['cg', 'Cisco-Guid'],
  ['rp', 'Remote-Party-ID'],
  ['pi', 'P-Asserted-Identity'],
  ['pp', 'P-Preferred-Identity'],
  ['pv', 'Privacy'],
  ['sv', 'Server'],
  ['wa', 'WWW-Authenticate'],
  ['px', 'Proxy-Authenticate'],
  ['ss', 'Subscription-State'],
  ['re', 'Reason'],
  ['ra', 'Retry-After'],
  ['wn', 'Warning'],
  ['un', 'Unsupported'],
  ['or', 'Organization'],
  ['ae', 'Accept-Encoding'],
  ['ag', 'Accept-Language'],
  ['mv', 'MIME-Version'],
  ['cd', 'Content-Disposition'],
  ['cl', 'Content-Language'],
  ['ir', 'In-Reply-To'],
  ['py', 'Priority'],
  ['ai', 'Alert-Info'],
  ['ci', 'Call-Info'],
  ['ei', 'Error-Info'],
  ['rt', 'Reply-To'],
  ['me', 'Min-Expires'],
  ['hi', 'History-Info'],
  ['dv', 'Diversion'],
  ['pt', 'Path'],
  ['sr', 'Service-Route'],
  ['rk', 'RAck'],
  ['rs', 'RSeq'],
  ['si', 'Session-ID'],
]

export const headerCodes: readonly string[] = longAndShort.map(([code]) => code)
const names: readonly string[] = longAndShort.map(([, name]) => name)

/** Position in `headerCodes` of the headers whose values are looked into. */
const position = (name: string): number => names.indexOf(name)
export const header = {
  via: position('Via'),
  from: position('From'),
  to: position('To'),
  callId: position('Call-ID'),
  contact: position('Contact'),
  contentLength: position('Content-Length'),
  cseq: position('CSeq'),
  maxForwards: position('Max-Forwards'),
  allow: position('Allow'),
  accept: position('Accept'),
  supported: position('Supported'),
  authorization: position('Authorization'),
  proxyAuthorization: position('Proxy-Authorization'),
} as const

export const hashSeed = 0x811c9dc5

/** One step of FNV-1a, 32 bits. */
export const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193)

/** An open hash table of the names as they are usually written, at most a third full. */
const slots = 256
const slotKey = new Int32Array(slots)
const slotAt = new Uint8Array(slots)
const keys: readonly string[] = names.map((name) => name.toLowerCase())
/** Where else a name is looked at: in its middle, and behind its hyphen. */
const middleAt = Uint8Array.from(names, (name) => name.length >> 1)
const middle = Uint8Array.from(names, (name) => name.charCodeAt(name.length >> 1))
const hyphenAt = Uint8Array.from(names, (name) => name.indexOf('-') + 1)
const hyphen = Uint8Array.from(names, (name) => name.charCodeAt(name.indexOf('-') + 1))

/** Length, first, second and last letter: no two known names share them all. */
const keyOf = (size: number, first: number, second: number, last: number): number =>
  first | (second << 8) | (last << 16) | (size << 24)
const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 24

for (const [at, name] of names.entries()) {
  if (at === 0) continue
  const key = keyOf(name.length, name.charCodeAt(0), name.charCodeAt(1), name.charCodeAt(name.length - 1))
  let slot = slotOf(key)
  while (slotAt[slot] !== 0) slot = (slot + 1) & (slots - 1)
  slotKey[slot] = key
  slotAt[slot] = at
}

/**
 * Position in `headerCodes` of a name that is written as RFC 3261 writes it; 0 for any other. The parser has compared
 * every letter; five of them tell in which case they are.
 */
export function usualHeader(bytes: Uint8Array, { key: name, start, nameEnd }: Header): number {
  const key = keyOf(nameEnd - start, bytes[start] ?? 0, bytes[start + 1] ?? 0, bytes[nameEnd - 1] ?? 0)
  for (let slot = slotOf(key); ; slot = (slot + 1) & (slots - 1)) {
    const at = slotAt[slot] ?? 0
    if (at === 0) return 0
    if (slotKey[slot] === key) return keys[at] === name && isUsual(bytes, start, at) ? at : 0
  }
}

const isUsual = (bytes: Uint8Array, start: number, at: number): boolean =>
  bytes[start + (middleAt[at] ?? 0)] === middle[at] && bytes[start + (hyphenAt[at] ?? 0)] === hyphen[at]

const byKey: ReadonlyMap<string, number> = new Map(keys.map((key, at) => [key, at]))

/** The same by a header's key: for names written otherwise. */
export const headerOfKey = (key: string): number => byKey.get(key) ?? 0
