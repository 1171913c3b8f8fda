import { splitHostPort } from '../uri/host.ts'
import { parseUri } from '../uri/uri.ts'
import { parseAddress } from './address.ts'
import { parseDigest } from './authorization.ts'
import { endOfFirstVia, parseVia } from './via.ts'

/**
 * The few parts of headers that are asked of every message, read without taking the rest apart. Each reads the usual form
 * itself and leaves every other one to the full parser, so that both always say the same.
 */

export interface UserAndTag {
  /** As written, %-escapes left. */
  readonly user: string | undefined
  readonly tag: string | undefined
}

/** Of From and To. */
export function userAndTag(value: string): UserAndTag {
  const open = value.indexOf('<')
  const close = value.indexOf('>', open)
  if (open === -1 || close === -1 || !isUsualAddress(value, open)) return fullUserAndTag(value)
  const tag = tagAfter(value, close + 1)
  return tag === null ? fullUserAndTag(value) : { user: userBetween(value, open + 1, close), tag }
}

function fullUserAndTag(value: string): UserAndTag {
  const { uri, params } = parseAddress(value)
  return { user: uri?.user, tag: params.get('tag') }
}

/** `<sip:` with no second `<` or backslash that might belong to the display name. */
const isUsualAddress = (value: string, open: number): boolean =>
  value.startsWith('sip:', open + 1) && value.indexOf('<', open + 1) === -1 && (open === 0 || !value.includes('\\'))

function userBetween(value: string, from: number, to: number): string | undefined {
  const at = value.lastIndexOf('@', to)
  if (at < from) return undefined
  const colon = value.indexOf(':', from + 4)
  return value.slice(from + 4, colon !== -1 && colon < at ? colon : at)
}

/** `null` when it takes more to find it. */
function tagAfter(value: string, from: number): string | undefined | null {
  if (from === value.length) return undefined
  if (!value.startsWith(';tag=', from)) return null
  const end = value.indexOf(';', from + 5)
  const tag = end === -1 ? value.slice(from + 5) : value.slice(from + 5, end)
  return odd.test(tag) ? null : tag
}

/** What may be quoted, or has blanks to be taken off. */
const odd = /["<\s]/

export interface SentBy {
  readonly host: string
  readonly port?: number
}

/** Where the topmost Via says its sender is. */
export function sentByOf(value: string): SentBy | undefined {
  const blank = value.indexOf(' ', 8)
  const end = value.indexOf(';', 8)
  if (blank === -1 || end <= blank || !value.startsWith('SIP/2.0/')) return fullSentBy(value)
  const sentBy = value.slice(blank + 1, end)
  return oddSentBy.test(sentBy) || (value.indexOf('/', 8) < blank && value.indexOf('/', 8) !== -1)
    ? fullSentBy(value)
    : splitHostPort(sentBy)
}

const oddSentBy = /[\s,"<]/

const fullSentBy = (value: string): SentBy | undefined => parseVia(value.slice(0, endOfFirstVia(value)))

/** User part of a URI as written. */
export function userOfUri(uri: string): string | undefined {
  if (!uri.startsWith('sip:') || uri.endsWith(' ')) return parseUri(uri)?.user
  return userBetween(uri, 0, uri.length)
}

/** User name of the digest in a row of Authorization; `undefined` for other schemes, '' when it names nobody. */
export function digestUser(value: string): string | undefined {
  const from = value.startsWith('Digest username="') ? 17 : -1
  const end = from === -1 ? -1 : value.indexOf('"', from)
  const next = value.charCodeAt(end + 1)
  if (end === -1 || !(next === 44 || Number.isNaN(next)) || value.lastIndexOf('\\', end) !== -1) {
    const digest = parseDigest(value)
    return digest && (digest.username ?? '')
  }
  return value.slice(from, end)
}
