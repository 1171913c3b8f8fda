import type { DigestCredentials } from './header/authorization.ts'
import { parseCSeq } from './header/cseq.ts'
import { digestUser, sentByOf, userAndTag, userOfUri, type UserAndTag } from './header/glance.ts'
import type { SipMessage } from './message/message.ts'
import { dialledNumber, type DialledNumber } from './number/dialled.ts'
import { sipviciousTag, type SipviciousTag } from './decode/sipvicious.ts'
import { toolOf, toolOfUserAgent } from './tool/claimed.ts'
import type { ToolId } from './tool/tool.ts'
import { decodePercent } from './uri/uri.ts'

/** What is read out of a message once, for the rules and for the analysis. */
export interface Facts {
  readonly message: SipMessage
  readonly direction: 'in' | 'out'
  /** Of the request line, or of CSeq in an answer; '' when there is none. */
  readonly method: string
  readonly callId: string | undefined
  readonly fromUser: string | undefined
  readonly toUser: string | undefined
  readonly toTag: string | undefined
  readonly requestUser: string | undefined
  readonly requestUri: string | undefined
  readonly viaHost: string | undefined
  readonly viaPort: number | undefined
  readonly userAgent: string | undefined
  /** User names of its digests, in order: some brute forcers put two guesses into one message. */
  readonly digests: readonly Pick<DigestCredentials, 'username'>[]
  readonly tag: SipviciousTag | undefined
  readonly number: DialledNumber | undefined
  /** By structure; of what we sent ourselves `unknown`. */
  readonly tool: ToolId
  /** By User-Agent alone. */
  readonly claimed: ToolId
}

export function gatherFacts(message: SipMessage, direction: 'in' | 'out'): Facts {
  const { start } = message
  const values = valuesOf(message)
  const from = values.from === undefined ? nobody : userAndTag(values.from)
  const to = values.to === undefined ? nobody : userAndTag(values.to)
  const sentBy = values.via === undefined ? undefined : sentByOf(values.via)
  const tag = from.tag === undefined ? undefined : sipviciousTag(from.tag, from.user)
  const number = dialledNumber(message)
  const userAgent = values.userAgent ?? values.server
  const requestUri = start?.kind === 'request' ? start.uri : undefined
  return {
    message,
    direction,
    method: start?.kind === 'request' ? start.method : methodOfAnswer(message, values.cseq),
    callId: values.callId,
    fromUser: decoded(from.user),
    toUser: decoded(to.user),
    toTag: to.tag,
    requestUser: requestUri === undefined ? undefined : decoded(userOfUri(requestUri)),
    requestUri,
    viaHost: sentBy?.host,
    viaPort: sentBy?.port,
    userAgent,
    digests: values.digests,
    tag,
    number: isSvwarProbe(number, tag) ? undefined : number,
    tool: direction === 'in' ? toolOf(message, userAgent) : 'unknown',
    claimed: toolOfUserAgent(userAgent),
  }
}

const nobody: UserAndTag = { user: undefined, tag: undefined }

/** First value of each header that is looked at. */
interface Values {
  from: string | undefined
  to: string | undefined
  via: string | undefined
  callId: string | undefined
  cseq: string | undefined
  userAgent: string | undefined
  server: string | undefined
  digests: readonly UserOfDigest[]
}

type UserOfDigest = Pick<DigestCredentials, 'username'>

const noDigests: readonly UserOfDigest[] = []

/** In one pass: a message has a dozen headers, and looking each up would go through them seven times. */
function valuesOf({ headers }: SipMessage): Values {
  const values: Values = {
    from: undefined,
    to: undefined,
    via: undefined,
    callId: undefined,
    cseq: undefined,
    userAgent: undefined,
    server: undefined,
    digests: noDigests,
  }
  for (const header of headers) {
    switch (header.key) {
      case 'from':
        values.from ??= header.value
        break
      case 'to':
        values.to ??= header.value
        break
      case 'via':
        values.via ??= header.value
        break
      case 'call-id':
        values.callId ??= header.value
        break
      case 'cseq':
        values.cseq ??= header.value
        break
      case 'user-agent':
        values.userAgent ??= header.value
        break
      case 'server':
        values.server ??= header.value
        break
      case 'authorization':
      case 'proxy-authorization':
        values.digests = withDigest(values.digests, header.value)
    }
  }
  return values
}

function withDigest(digests: readonly UserOfDigest[], value: string): readonly UserOfDigest[] {
  const username = digestUser(value)
  return username === undefined ? digests : [...digests, { username }]
}

/** svwar first asks for an extension that cannot exist: a random 32-bit number, which is no telephone number. */
function isSvwarProbe(number: DialledNumber | undefined, tag: SipviciousTag | undefined): boolean {
  return (
    tag?.kind === 'extension' &&
    number?.raw === tag.extension &&
    Number(number.raw) < 2 ** 32 &&
    /^[1-9]/.test(number.raw)
  )
}

const methodOfAnswer = ({ start }: SipMessage, cseq: string | undefined): string =>
  (start && cseq !== undefined ? parseCSeq(cseq)?.method : undefined) ?? ''

const decoded = (text: string | undefined): string | undefined => (text === undefined ? undefined : decodePercent(text))
