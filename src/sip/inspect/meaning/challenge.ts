import { digestAlgorithm } from '../../digest/algorithm.ts'
import { parseAuth, parseChallenge } from '../../header/authorization.ts'
import { quoted, short } from './words.ts'

/** What a server asks for, in a sentence (RFC 3261 §22, RFC 8760). */
export function challengeMeanings(value: string): readonly string[] {
  const challenge = parseChallenge(value)
  if (!challenge) return otherScheme(parseAuth(value).scheme)
  const { algorithm, qop, stale } = challenge
  return [
    `Asks for a digest of the password, ${algorithmWords(algorithm)}${qopWords(qop)}`,
    ...(stale ? ['Stale: the answer was right, only its nonce too old'] : []),
  ]
}

const otherScheme = (scheme: string): readonly string[] => {
  if (scheme === 'basic') return ['Asks for a password in clear text, which SIP forbids']
  return scheme === '' ? [] : [`Asks for proof by ${quoted(scheme)}`]
}

const algorithmWords = (name: string): string =>
  digestAlgorithm(name) ? name.trim().toUpperCase() || 'MD5' : `an unknown algorithm, ${quoted(name)}`

/** Without qop nothing of the client's own, counted, goes into the digest (RFC 7616 §3.4.1, §5.4). */
const qopWords = (qop: readonly string[]): string =>
  qop.length === 0 ? ' without qop: an answer can be replayed' : `, qop ${short(qop.slice(0, 5).join(' or '))}`
