import { parseAddress } from '../header/address.ts'
import { parseDigest } from '../header/authorization.ts'
import { endOfFirstVia, parseVia } from '../header/via.ts'
import type { Header, SipMessage } from '../message/message.ts'
import { parseUri } from '../uri/uri.ts'
import type { AddressGlance } from './address-glance.ts'
import type { Glance } from './glance.ts'

/** Texts of a message, cut out where a glance knows their place, else read by the full parser: both always say the same. */

export interface UserAndTag {
  /** As written, %-escapes left. */
  readonly user: string | undefined
  readonly tag: string | undefined
}

export interface SentBy {
  readonly host: string
  readonly port?: number
}

const nobody: UserAndTag = { user: undefined, tag: undefined }

/** @param header From or To, and what a glance saw in it. */
export function userAndTagOf(header: Header | undefined, glance: Readonly<AddressGlance>): UserAndTag {
  if (header === undefined) return nobody
  if (!glance.usual) return fullUserAndTag(header.value)
  const { userFrom, userTo, tagFrom, tagTo } = glance
  return {
    user: userTo === 0 ? undefined : header.text(userFrom, userTo),
    tag: tagTo === 0 ? undefined : header.text(tagFrom, tagTo),
  }
}

function fullUserAndTag(value: string): UserAndTag {
  const { uri, params } = parseAddress(value)
  return { user: uri?.user, tag: params.get('tag') }
}

/** Where the topmost Via says its sender is. */
export function senderOf({ via, topVia }: Readonly<Glance>): SentBy | undefined {
  if (via === undefined) return undefined
  if (!topVia.usual) return parseVia(via.value.slice(0, endOfFirstVia(via.value)))
  const host = via.text(topVia.hostFrom, topVia.hostTo).toLowerCase()
  return topVia.port === -1 ? { host } : { host, port: topVia.port }
}

export const callIdOf = ({ callId, callIdParts }: Readonly<Glance>): string | undefined =>
  callId !== undefined && callIdParts.usual ? callId.text(callIdParts.from, callIdParts.to) : callId?.value

/** User part of the Request-URI as written. */
export function requestedUser({ start, startAt }: SipMessage, { requestUri }: Readonly<Glance>): string | undefined {
  if (start?.kind !== 'request') return undefined
  if (!requestUri.usual) return parseUri(start.uri)?.user
  const { userFrom, userTo } = requestUri
  const uriAt = startAt + start.method.length + 1
  return userTo === 0 ? undefined : start.uri.slice(userFrom - uriAt, userTo - uriAt)
}

const usualDigest = 'Digest username="'
const COMMA = 44

/** User name of the digest in a row of Authorization; `undefined` for other schemes, '' when it names nobody. */
export function digestUser(value: string): string | undefined {
  const end = value.startsWith(usualDigest) ? value.indexOf('"', usualDigest.length) : -1
  const isWhole = end === value.length - 1 || value.charCodeAt(end + 1) === COMMA
  if (end === -1 || !isWhole || value.lastIndexOf('\\', end) !== -1) {
    const digest = parseDigest(value)
    return digest && (digest.username ?? '')
  }
  return value.slice(usualDigest.length, end)
}
