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

/** `<sip:` with nothing behind the `<` that might belong to a quoted string or be another one. */
const isUsualAddress = (value: string, open: number): boolean =>
  value.startsWith('sip:', open + 1) && value.indexOf('<', open + 1) === -1 && value.indexOf('"', open) === -1

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
  return isTrimmed(tag) ? tag : null
}

/** Begins and ends with visible ASCII. */
const isTrimmed = (text: string): boolean =>
  isVisible(text.charCodeAt(0)) && isVisible(text.charCodeAt(text.length - 1))
const isVisible = (code: number): boolean => code > 32 && code < 127

export interface SentBy {
  readonly host: string
  readonly port?: number
}

/** Where the topmost Via says its sender is. */
export function sentByOf(value: string): SentBy | undefined {
  const blank = endOfTransport(value)
  const end = value.indexOf(';', blank)
  if (blank === -1 || end === -1) return fullSentBy(value)
  const sentBy = value.slice(blank + 1, end)
  return isTrimmed(sentBy) && !sentBy.includes(',') ? splitHostPort(sentBy) : fullSentBy(value)
}

/** Offset of the blank behind `SIP/2.0/UDP` or the like, -1 when it is written in another way. */
function endOfTransport(value: string): number {
  if (!value.startsWith('SIP/2.0/')) return -1
  let at = 8
  while (isLetter(value.charCodeAt(at))) at++
  return at > 8 && value.charCodeAt(at) === 32 ? at : -1
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)

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
