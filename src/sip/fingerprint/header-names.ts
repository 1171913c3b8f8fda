import { knownNames } from '../message/known-names.ts'
import { idOfKey } from '../message/names.ts'

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

/** Position in `headerCodes` of the one header whose number may be padded. */
export const contentLength = names.indexOf('Content-Length')

/** Position in `headerCodes` of the header that counts however often it stands. */
export const cseq = names.indexOf('CSeq')

export const hashSeed = 0x811c9dc5

/** One step of FNV-1a, 32 bits. */
export const mix = (hash: number, value: number): number => Math.imul(hash ^ value, 0x01000193)

/** Position in `headerCodes` by the number that the parser gives a name; 0 for names that have no code. */
const positions = new Uint8Array(knownNames.length + 1)
for (const [at, name] of names.entries()) if (at > 0) positions[idOfKey(name.toLowerCase())] = at

/** @param known of a header; 0 for a name without a code. */
export const positionOf = (known: number): number => positions[Math.abs(known)] ?? 0
