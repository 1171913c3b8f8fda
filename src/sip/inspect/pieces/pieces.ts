import { byteText } from '../../text/byte-text.ts'
import type { Header, SipMessage } from '../../message/message.ts'
import { uriPieces } from './uri-pieces.ts'
import { addressPieces } from './address-pieces.ts'
import { splitRanges } from './split.ts'
import { piece, shifted, trimmed, type Piece } from './piece.ts'
import * as read from './value-pieces.ts'

export type { Piece, PieceKind } from './piece.ts'

/**
 * Comma lists only where the grammar has them; never in dates, texts and credentials, which hold commas of their own
 * (RFC 3261 §7.3.1, §20.7).
 */
const lists: ReadonlyMap<string, read.PieceReader> = new Map<string, read.PieceReader>([
  ...[
    'contact',
    'route',
    'record-route',
    'path',
    'service-route',
    'p-asserted-identity',
    'p-preferred-identity',
    'p-associated-uri',
    'diversion',
    'history-info',
    'alert-info',
    'call-info',
    'error-info',
  ].map((key) => [key, addressPieces] as const),
  ['via', read.viaPieces],
  ...['allow', 'supported', 'require', 'unsupported', 'proxy-require', 'content-encoding', 'in-reply-to'].map(
    (key) => [key, read.tokenPiece] as const,
  ),
  ...['accept-encoding', 'accept-language', 'allow-events', 'reason'].map(
    (key) => [key, read.tokenParamsPieces] as const,
  ),
  ['accept', read.mediaPieces],
  ['warning', read.warningPieces],
])

const singles: ReadonlyMap<string, read.PieceReader> = new Map<string, read.PieceReader>([
  ...['from', 'to', 'reply-to', 'refer-to', 'referred-by', 'remote-party-id'].map(
    (key) => [key, addressPieces] as const,
  ),
  ['cseq', read.cseqPieces],
  ['call-id', read.callIdPieces],
  ...['max-forwards', 'expires', 'min-expires', 'content-length', 'retry-after', 'session-expires', 'min-se'].map(
    (key) => [key, read.numberPieces] as const,
  ),
  ['content-type', read.mediaPieces],
  ...['event', 'subscription-state', 'content-disposition'].map((key) => [key, read.tokenParamsPieces] as const),
  ...['authorization', 'proxy-authorization', 'www-authenticate', 'proxy-authenticate'].map(
    (key) => [key, read.authPieces] as const,
  ),
  ...['authentication-info', 'proxy-authentication-info'].map((key) => [key, read.infoPieces] as const),
])

/**
 * The pieces of a header's value, as byte ranges of `message.bytes`. A row with a comma list gives one `element` for
 * each of its values; a header nobody knows gives one `text`.
 *
 * Read from the bytes, not from `header.value`: in a folded value the line ends count as blanks and every offset stays
 * true, and a character of several bytes is as long as its bytes.
 */
export function headerPieces(message: SipMessage, header: Header): readonly Piece[] {
  const text = byteText(message.bytes.subarray(header.valueStart, header.valueEnd))
  return shifted(valuePieces(header.key, text), header.valueStart)
}

/** The same for a value alone; offsets count from its beginning. `key` is the lower-case long name of the header. */
export function valuePieces(key: string, text: string): readonly Piece[] {
  const list = lists.get(key)
  if (!list) return (singles.get(key) ?? read.textPiece)(text, 0, text.length)
  return splitRanges(text, ',', 0, text.length).flatMap(([from, to]) => {
    const [start, end] = trimmed(text, from, to)
    return start < end ? [piece('element', start, end, list(text, start, end))] : []
  })
}

/** The pieces of the first line, as byte ranges of `message.bytes`; none when the message has no such line. */
export function startLinePieces(message: SipMessage): readonly Piece[] {
  const { start, bytes, startAt, headersAt } = message
  if (!start) return []
  const text = byteText(bytes.subarray(0, headersAt))
  const [from, to] = trimmed(text, startAt, headersAt)
  return start.kind === 'response' ? read.statusLinePieces(text, from, to) : requestPieces(text, from, to)
}

/** The URI is all between the first and the last blank, as the message's reader has it. */
function requestPieces(text: string, from: number, to: number): readonly Piece[] {
  const [begin, end] = trimmed(text, from, to)
  const [method] = read.requestLinePieces(text, begin, end)
  const version = begin + text.slice(begin, end).lastIndexOf(' ') + 1
  if (!method || version <= method.end) return []
  const [start, uriEnd] = trimmed(text, method.end, version)
  return [method, piece('uri', start, uriEnd, uriPieces(text, start, uriEnd)), piece('version', version, end)]
}
