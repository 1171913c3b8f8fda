import { parseAddress } from '../header/address.ts'
import { partsOutside } from '../header/quoting.ts'
import { parseVia, endOfFirstVia } from '../header/via.ts'
import { findHeader, headerValue, type Header, type SipMessage } from '../message/message.ts'
import { bytesOf } from '../text/byte-text.ts'
import { lineText } from './line.ts'
import { writeMessage } from './message.ts'

export interface Answer {
  readonly status: number
  readonly reason: string
  /** Put into To when the request has none there; every answer but 100 should have one (RFC 3261 §8.2.6.2). */
  readonly toTag?: string
  /** Further headers, in this order. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: Uint8Array
  /** Where the request really came from: noted in the topmost Via (RFC 3261 §18.2.1, RFC 3581). IPv6 without brackets. */
  readonly received?: { readonly address: string; readonly port: number }
}

/**
 * The answer to a request by RFC 3261 §8.2.6: all Vias, From, Call-ID and CSeq byte for byte as they came, To with our
 * tag. Nothing copied can start a new line: a fold or a stray CR becomes a blank, and NUL is left out.
 * Headers that the request lacks are lacking in the answer.
 */
export function buildResponse(request: SipMessage, answer: Answer): Uint8Array<ArrayBuffer> {
  const { status, reason, body, headers = [] } = answer
  return writeMessage({
    start: { status, reason },
    headers: [
      ...all(request, 'via', 'Via', (value, row) => (row === 0 ? withReceived(value, answer.received) : value)),
      ...first(request, 'from', 'From'),
      ...first(request, 'to', 'To', (value) => withTag(value, request, answer.toTag)),
      ...first(request, 'call-id', 'Call-ID'),
      ...first(request, 'cseq', 'CSeq'),
      ...alsoMirrored(request, status),
      ...headers,
    ],
    ...(body && { body }),
  })
}

type Mirrored = readonly (readonly [name: string, value: Uint8Array])[]
type Change = (value: string, row: number) => string
const same: Change = (value) => value

/** Record-Route makes the dialog (§12.1.1); Timestamp goes into 100 (§8.2.6.1). */
function alsoMirrored(request: SipMessage, status: number): Mirrored {
  if (status === 100) return first(request, 'timestamp', 'Timestamp')
  return status < 300 ? all(request, 'record-route', 'Record-Route') : []
}

/** Only the first header of that name: a second From would be the attacker's. */
function first(request: SipMessage, key: string, name: string, change: Change = same): Mirrored {
  const header = findHeader(request, key)
  return header ? [[name, bytesOf(change(wireValue(request, header), 0))]] : []
}

function all(request: SipMessage, key: string, name: string, change: Change = same): Mirrored {
  const rows = request.headers.filter((header) => header.key === key)
  return rows.map((header, row) => [name, bytesOf(change(wireValue(request, header), row))])
}

/** The value with its own bytes, one character each, on one line. */
const wireValue = ({ bytes }: SipMessage, { valueStart, valueEnd }: Header): string =>
  lineText(bytes.subarray(valueStart, valueEnd))

function withTag(value: string, request: SipMessage, tag: string | undefined): string {
  if (tag === undefined) return value
  const tagged = parseAddress(headerValue(request, 'to') ?? '').params.has('tag')
  return tagged ? value : `${value};tag=${lineText(tag)}`
}

/** A forged `received` is taken out; ours is written when asked for by `rport` or when the sender's own host differs. */
function withReceived(value: string, from: Answer['received']): string {
  if (!from) return value
  const end = endOfFirstVia(value)
  const first = value.slice(0, end)
  const via = parseVia(first)
  if (!via) return value
  const wanted = via.params.get('rport') === ''
  const [sender = '', ...params] = partsOutside(first, ';')
  const own = params.filter((param) => !/^\s*received\s*(?:=|$)/i.test(param))
  const ported = wanted ? own.map((param) => param.replace(/^(\s*)rport(?:\s*=)?\s*$/i, `$1rport=${from.port}`)) : own
  const received = wanted || via.host !== from.address ? `;received=${lineText(from.address)}` : ''
  return `${[sender, ...ported].join(';').trimEnd()}${received}${value.slice(end)}`
}
