import { parseCSeq } from './header/cseq.ts'
import { glanceAt } from './glance/glance.ts'
import { callIdOf, digestUser, requestedUser, senderOf, userAndTagOf } from './glance/texts.ts'
import type { DigestCredentials } from './header/authorization.ts'
import type { SipMessage } from './message/message.ts'
import { numberOfUser, type DialledNumber } from './number/dialled.ts'
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
  const glance = glanceAt(message)
  const from = userAndTagOf(glance.from, glance.fromAddress)
  const to = userAndTagOf(glance.to, glance.toAddress)
  const sender = senderOf(glance)
  const tag = from.tag === undefined ? undefined : sipviciousTag(from.tag, from.user)
  const userAgent = (glance.userAgent ?? glance.server)?.value
  const requestUri = start?.kind === 'request' ? start.uri : undefined
  const requestUser = requestedUser(message, glance)
  const number = isInvite(message) ? (numberOfUser(requestUser) ?? numberOfUser(to.user)) : undefined
  return {
    message,
    direction,
    method: start?.kind === 'request' ? start.method : methodOfAnswer(message, glance.cseq?.value),
    callId: callIdOf(glance),
    fromUser: decoded(from.user),
    toUser: decoded(to.user),
    toTag: to.tag,
    requestUser: decoded(requestUser),
    requestUri,
    viaHost: sender?.host,
    viaPort: sender?.port,
    userAgent,
    digests: glance.countOfCredentials === 0 ? noDigests : digestsOf(message),
    tag,
    number: isSvwarProbe(number, tag) ? undefined : number,
    tool: direction === 'in' ? toolOf(message, userAgent) : 'unknown',
    claimed: toolOfUserAgent(userAgent),
  }
}

const isInvite = ({ start }: SipMessage): boolean => start?.kind === 'request' && start.method === 'INVITE'

type UserOfDigest = Pick<DigestCredentials, 'username'>

const noDigests: readonly UserOfDigest[] = []

function digestsOf({ headers }: SipMessage): readonly UserOfDigest[] {
  const digests: UserOfDigest[] = []
  for (const { key, value } of headers) {
    const username = key === 'authorization' || key === 'proxy-authorization' ? digestUser(value) : undefined
    if (username !== undefined) digests.push({ username })
  }
  return digests
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
