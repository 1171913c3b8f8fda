import { parseAddress } from '../../../src/sip/header/address.ts'
import { topVia } from '../../../src/sip/header/via.ts'
import { headerValue, type SipMessage } from '../../../src/sip/message/message.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { createStreamFramer } from '../../../src/sip/stream/framer.ts'
import type { Frame, Reading } from './tshark.ts'

/** The same facts by our own parser. */
export function read(message: SipMessage): Reading {
  const { start } = message
  const from = parseAddress(headerValue(message, 'from') ?? '')
  const to = parseAddress(headerValue(message, 'to') ?? '')
  return {
    method: start?.kind === 'request' ? start.method : '',
    status: start?.kind === 'response' ? String(start.status) : '',
    callId: headerValue(message, 'call-id') ?? '',
    cseq: headerValue(message, 'cseq') ?? '',
    fromUser: from.uri?.user ?? '',
    fromTag: from.params.get('tag') ?? '',
    toUser: to.uri?.user ?? '',
    toTag: to.params.get('tag') ?? '',
    branch: topVia(message)?.branch ?? '',
    contact: headerValue(message, 'contact') ?? '',
    userAgent: headerValue(message, 'user-agent') ?? '',
  }
}

export interface Pair {
  readonly frame: number
  readonly ours: Reading
  readonly theirs: Reading
}

/**
 * Our messages beside the other reader's, one by one. On TCP our framer cuts the stream and the other reader finds a
 * message in the frame that completes it, so both are matched by their order within one direction.
 */
export function pairsOf(frames: readonly Frame[]): readonly Pair[] {
  const datagrams = frames.filter(({ stream }) => stream === undefined).flatMap(datagramPair)
  const streams = new Set(frames.flatMap(({ stream }) => stream ?? []))
  return [...datagrams, ...[...streams].flatMap((stream) => streamPairs(frames.filter((f) => f.stream === stream)))]
}

const datagramPair = ({ number, payload, reading }: Frame): readonly Pair[] =>
  reading ? [{ frame: number, ours: read(parseMessage(payload)), theirs: reading }] : []

function streamPairs(frames: readonly Frame[]): readonly Pair[] {
  const framer = createStreamFramer()
  const messages = frames.flatMap(({ payload }) => framer.push(payload))
  const readings = frames.flatMap(({ number, reading }) => (reading ? [{ number, reading }] : []))
  return readings.map(({ number, reading }, at) => ({
    frame: number,
    ours: read(parseMessage(messages[at] ?? new Uint8Array())),
    theirs: reading,
  }))
}
