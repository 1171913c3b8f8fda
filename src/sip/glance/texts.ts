import { sentByOf, userAndTag, userOfUri, type SentBy, type UserAndTag } from '../header/glance.ts'
import type { Header, SipMessage } from '../message/message.ts'
import type { AddressGlance } from './address-glance.ts'
import type { Glance } from './glance.ts'

/** Texts of a message, cut out where a glance knows their place, else read from the whole value. */

const nobody: UserAndTag = { user: undefined, tag: undefined }

/** @param header From or To, and what a glance saw in it. */
export function userAndTagOf(header: Header | undefined, glance: Readonly<AddressGlance>): UserAndTag {
  if (header === undefined) return nobody
  if (!glance.usual) return userAndTag(header.value)
  const { userFrom, userTo, tagFrom, tagTo } = glance
  return {
    user: userTo === 0 ? undefined : header.text(userFrom, userTo),
    tag: tagTo === 0 ? undefined : header.text(tagFrom, tagTo),
  }
}

/** Where the topmost Via says its sender is. */
export function senderOf({ via, topVia }: Readonly<Glance>): SentBy | undefined {
  if (via === undefined) return undefined
  if (!topVia.usual) return sentByOf(via.value)
  const host = via.text(topVia.hostFrom, topVia.hostTo).toLowerCase()
  return topVia.port === -1 ? { host } : { host, port: topVia.port }
}

export const callIdOf = ({ callId, callIdParts }: Readonly<Glance>): string | undefined =>
  callId !== undefined && callIdParts.usual ? callId.text(callIdParts.from, callIdParts.to) : callId?.value

/** User part of the Request-URI as written. */
export function requestedUser({ start, startAt }: SipMessage, { requestUri }: Readonly<Glance>): string | undefined {
  if (start?.kind !== 'request') return undefined
  if (!requestUri.usual) return userOfUri(start.uri)
  const { userFrom, userTo } = requestUri
  const uriAt = startAt + start.method.length + 1
  return userTo === 0 ? undefined : start.uri.slice(userFrom - uriAt, userTo - uriAt)
}
