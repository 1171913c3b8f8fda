import { parseParams, type Params } from '../header/params.ts'

/** A URI as the attacker wrote it: nothing is decoded or changed in case but `scheme` and `host`. */
export interface Uri {
  /** Lower-case, e.g. `sip`, `sips`, `tel`. */
  readonly scheme: string
  /** The number of a `tel:` URI stands here too. */
  readonly user?: string
  readonly password?: string
  /** Lower-case; IPv6 without brackets; empty for `tel:`. */
  readonly host: string
  readonly port?: number
  readonly params: Params
}

/** `undefined` when there is no scheme at all. */
export function parseUri(text: string): Uri | undefined {
  const [whole = '', name = ''] = /^\s*([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text) ?? []
  if (!name) return undefined
  const scheme = name.toLowerCase()
  const rest = text.slice(whole.length)
  return scheme === 'tel' ? telUri(rest) : { scheme, ...userOf(rest), ...hostOf(rest.slice(rest.lastIndexOf('@') + 1)) }
}

function telUri(rest: string): Uri {
  const [user, params] = cutAt(rest, rest.indexOf(';'))
  return { scheme: 'tel', user, host: '', params: parseParams(params) }
}

/** All before the last `@`: a user part may itself hold `; ? / '` and, when forged, more `@`. */
function userOf(rest: string): { user?: string; password?: string } {
  const at = rest.lastIndexOf('@')
  if (at === -1) return {}
  const [user, password] = cutAt(rest.slice(0, at), rest.slice(0, at).indexOf(':'))
  return password === '' ? { user } : { user, password: password.slice(1) }
}

function hostOf(text: string): { host: string; port?: number; params: Params } {
  const [beforeHeaders] = cutAt(text, text.indexOf('?'))
  const [hostPort, params] = cutAt(beforeHeaders, beforeHeaders.indexOf(';'))
  return { ...splitHostPort(hostPort.trim()), params: parseParams(params) }
}

/** Also takes IPv6 without brackets, which cannot have a port (RFC 5118 §4.2). */
export function splitHostPort(text: string): { host: string; port?: number } {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1
  if (bracket !== -1) return { host: text.slice(1, bracket).toLowerCase(), ...portOf(text.slice(bracket + 1)) }
  const colon = text.indexOf(':')
  if (colon === -1 || colon !== text.lastIndexOf(':')) return { host: text.toLowerCase() }
  return { host: text.slice(0, colon).trim().toLowerCase(), ...portOf(text.slice(colon)) }
}

/** Of `:5060`; blanks around the colon are allowed in Via. */
function portOf(text: string): { port?: number } {
  const digits = text.trim().slice(1).trim()
  const port = Number(digits)
  return /^\d{1,5}$/.test(digits) && port <= 65_535 ? { port } : {}
}

/** Text before, and text from the offset on; all of it before when the offset is -1. */
function cutAt(text: string, at: number): [string, string] {
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at)]
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
