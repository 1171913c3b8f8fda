import { digestsOf, type DigestCredentials } from './header/authorization.ts'
import { parseAddress, type Address } from './header/address.ts'
import { parseCSeq } from './header/cseq.ts'
import { headerValue, type SipMessage } from './message/message.ts'
import { decodePercent, parseUri } from './uri/uri.ts'
import { dialledNumber, type DialledNumber } from './number/dialled.ts'
import { topVia } from './header/via.ts'
import { toolOf, toolOfUserAgent } from './tool/claimed.ts'
import { sipviciousTag, type SipviciousTag } from './decode/sipvicious.ts'
import type { ToolId } from './tool/tool.ts'

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
  readonly digests: readonly DigestCredentials[]
  readonly tag: SipviciousTag | undefined
  readonly number: DialledNumber | undefined
  /** By structure; of what we sent ourselves `unknown`. */
  readonly tool: ToolId
  /** By User-Agent alone. */
  readonly claimed: ToolId
}

export function gatherFacts(message: SipMessage, direction: 'in' | 'out'): Facts {
  const from = addressOf(message, 'from')
  const to = addressOf(message, 'to')
  const fromTag = from?.params.get('tag') ?? ''
  const tag = sipviciousTag(fromTag, from?.uri?.user)
  const number = dialledNumber(message)
  const callId = headerValue(message, 'call-id')
  const userAgent = headerValue(message, 'user-agent') ?? headerValue(message, 'server')
  const via = topVia(message)
  return {
    message,
    direction,
    method: methodOf(message),
    callId,
    fromUser: userOf(from),
    toUser: userOf(to),
    toTag: to?.params.get('tag'),
    requestUser: requestUser(message),
    requestUri: message.start?.kind === 'request' ? message.start.uri : undefined,
    viaHost: via?.host,
    viaPort: via?.port,
    userAgent,
    digests: digestsOf(message),
    tag,
    number: isSvwarProbe(number, tag) ? undefined : number,
    tool: direction === 'in' ? toolOf(message, userAgent) : 'unknown',
    claimed: toolOfUserAgent(userAgent),
  }
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

function methodOf({ start, headers }: SipMessage): string {
  if (start?.kind === 'request') return start.method
  const cseq = start && headers.find((header) => header.key === 'cseq')
  return (cseq && parseCSeq(cseq.value)?.method) ?? ''
}

function addressOf(message: SipMessage, key: string): Address | undefined {
  const value = headerValue(message, key)
  return value === undefined ? undefined : parseAddress(value)
}

const userOf = (address: Address | undefined): string | undefined => decoded(address?.uri?.user)

const requestUser = ({ start }: SipMessage): string | undefined =>
  start?.kind === 'request' ? decoded(parseUri(start.uri)?.user) : undefined

const decoded = (text: string | undefined): string | undefined => (text === undefined ? undefined : decodePercent(text))
