import { parseAddress } from '../header/address.ts'
import { digestsOf, parseDigest } from '../header/authorization.ts'
import { parseCSeq } from '../header/cseq.ts'
import { topVia } from '../header/via.ts'
import { headerValue, type SipMessage } from '../message/message.ts'
import type { DialogPart } from './evidence.ts'

/** What of a message bears on whether answers arrive. */
export interface Step {
  /** Its place in the dialog. */
  readonly at: number
  readonly part: DialogPart
  /** '' when it is no SIP. */
  readonly method: string
  /** Of an answer. */
  readonly status: number | undefined
  readonly sequence: number | undefined
  readonly callId: string
  readonly fromTag: string
  readonly toTag: string
  /** Branches are compared without regard to case (RFC 3261 §17.1.3). */
  readonly branch: string
  /** Nonces it sends back. */
  readonly nonces: readonly string[]
  readonly hasCredentials: boolean
  /** Nonces it gives out. */
  readonly challenges: readonly string[]
}

export function stepOf(part: DialogPart, at: number): Step {
  const { message } = part
  const cseq = parseCSeq(headerValue(message, 'cseq') ?? '')
  const digests = digestsOf(message)
  return {
    at,
    part,
    method: message.start?.kind === 'request' ? message.start.method : (cseq?.method ?? ''),
    status: message.start?.kind === 'response' ? message.start.status : undefined,
    sequence: cseq?.sequence,
    callId: headerValue(message, 'call-id') ?? '',
    fromTag: tagOf(message, 'from'),
    toTag: tagOf(message, 'to'),
    branch: topVia(message)?.branch?.toLowerCase() ?? '',
    nonces: digests.flatMap(({ nonce }) => nonce ?? []),
    hasCredentials: digests.length > 0,
    challenges: challengesOf(message),
  }
}

const tagOf = (message: SipMessage, key: string): string =>
  parseAddress(headerValue(message, key) ?? '').params.get('tag') ?? ''

function challengesOf({ headers, start }: SipMessage): readonly string[] {
  if (start?.kind !== 'response') return []
  return headers.flatMap(({ key, value }) =>
    key === 'www-authenticate' || key === 'proxy-authenticate' ? (parseDigest(value)?.nonce ?? []) : [],
  )
}

/** Requests of one client transaction share branch, number and method; ACK has one of its own (RFC 3261 §17). */
export const transactionOf = ({ branch, sequence, method, callId }: Step): string =>
  JSON.stringify([branch, sequence, method, callId])
