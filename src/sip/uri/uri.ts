import { parseParams, type Params } from '../header/params.ts'
import { splitHostPort } from './host.ts'

/** A URI as the attacker wrote it: nothing is decoded or changed in case but `scheme` and `host`. */
export interface Uri {
  /** Lower-case, e.g. `sip`, `sips`, `tel`. */
  readonly scheme: string
  /** The number of a `tel:` URI stands here too. */
  readonly user?: string
  readonly password?: string
  /** Lower-case; IPv6 without brackets; empty for `tel:` and for schemes that are not ours. */
  readonly host: string
  readonly port?: number
  /** Of a tel URI too: `phone-context`, `isub`, `ext` (RFC 3966 §3). */
  readonly params: Params
  /** Headers that whoever calls this URI is to send (RFC 3261 §19.1.1), still escaped: text behind the `?`. */
  readonly headers?: string
  /** All behind the colon, for schemes that are not ours. */
  readonly opaque?: string
}

const schemePattern = /^[A-Za-z][A-Za-z0-9+\-.]*$/

/** `undefined` when there is no scheme at all. */
export function parseUri(text: string): Uri | undefined {
  const trimmed = text.trim()
  const colon = trimmed.indexOf(':')
  const name = trimmed.slice(0, Math.max(colon, 0))
  const rest = trimmed.slice(colon + 1)
  if (name === 'sip') return sipUri(name, rest)
  if (!schemePattern.test(name)) return undefined
  const scheme = name.toLowerCase()
  if (scheme === 'sip' || scheme === 'sips') return sipUri(scheme, rest)
  return scheme === 'tel' ? telUri(rest) : { scheme, host: '', params: parseParams(''), opaque: rest }
}

function telUri(rest: string): Uri {
  const semicolon = rest.indexOf(';')
  const user = semicolon === -1 ? rest : rest.slice(0, semicolon)
  return { scheme: 'tel', user, host: '', params: parseParams(semicolon === -1 ? '' : rest.slice(semicolon)) }
}

function sipUri(scheme: string, rest: string): Uri {
  const at = rest.lastIndexOf('@')
  const host = hostOf(rest.slice(at + 1))
  return at === -1 ? { scheme, ...host } : { scheme, ...userOf(rest.slice(0, at)), ...host }
}

/** All before the last `@`: a user part may itself hold `; ? / '` and, when forged, more `@`. */
function userOf(info: string): { user: string; password?: string } {
  const colon = info.indexOf(':')
  return colon === -1 ? { user: info } : { user: info.slice(0, colon), password: info.slice(colon + 1) }
}

function hostOf(text: string): Omit<Uri, 'scheme'> {
  const question = text.indexOf('?')
  const before = question === -1 ? text : text.slice(0, question)
  const semicolon = before.indexOf(';')
  const hostPort = splitHostPort((semicolon === -1 ? before : before.slice(0, semicolon)).trim())
  const params = parseParams(semicolon === -1 ? '' : before.slice(semicolon))
  return question === -1 ? { ...hostPort, params } : { ...hostPort, params, headers: text.slice(question + 1) }
}

/** Decodes `%41` once, as RFC 3261 §19.1.2 wants; escapes that make no UTF-8 are left as they are. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return escapes
    }
  })
}
