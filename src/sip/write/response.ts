import { parseAddress } from '../header/address.ts'
import { byteText, bytesOf, oneLine, utf8ByteText } from '../text/byte-text.ts'
import { headerValue, type Header, type SipMessage } from '../message/message.ts'
import { parseVia, endOfFirstVia } from '../header/via.ts'

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
  const body = byteText(answer.body ?? new Uint8Array())
  const lines = [
    `SIP/2.0 ${answer.status} ${ownText(answer.reason)}`,
    ...viaLines(request, answer),
    ...mirrored(request, 'from', 'From'),
    ...mirrored(request, 'to', 'To', (value) => withTag(value, request, answer.toTag)),
    ...mirrored(request, 'call-id', 'Call-ID'),
    ...mirrored(request, 'cseq', 'CSeq'),
    ...alsoMirrored(request, answer.status),
    ...(answer.headers ?? []).map(([name, value]) => `${ownText(name)}: ${ownText(value)}`),
    `Content-Length: ${body.length}`,
  ]
  return bytesOf(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

/** Record-Route makes the dialog (§12.1.1); Timestamp goes into 100 (§8.2.6.1). */
function alsoMirrored(request: SipMessage, status: number): readonly string[] {
  if (status === 100) return mirrored(request, 'timestamp', 'Timestamp')
  return status < 300 ? all(request, 'record-route').map((value) => `Record-Route: ${value}`) : []
}

function viaLines(request: SipMessage, answer: Answer): readonly string[] {
  return all(request, 'via').map((value, row) => `Via: ${row === 0 ? withReceived(value, answer.received) : value}`)
}

/** Only the first header of that name: a second From would be the attacker's. */
function mirrored(
  request: SipMessage,
  key: string,
  name: string,
  change: (value: string) => string = (value) => value,
): readonly string[] {
  return all(request, key)
    .slice(0, 1)
    .map((value) => `${name}: ${change(value)}`)
}

const all = (request: SipMessage, key: string): readonly string[] =>
  request.headers.filter((header) => header.key === key).map((header) => wireValue(request, header))

/** The value with its own bytes, one character each, on one line. */
function wireValue(request: SipMessage, header: Header): string {
  const line = byteText(request.bytes.subarray(header.start, header.end))
  return oneLine(line.slice(line.indexOf(':') + 1).replaceAll('\0', ''))
}

const ownText = (text: string): string => utf8ByteText(oneLine(text.replaceAll('\0', '')))

function withTag(value: string, request: SipMessage, tag: string | undefined): string {
  if (tag === undefined) return value
  const tagged = parseAddress(headerValue(request, 'to') ?? '').params.has('tag')
  return tagged ? value : `${value};tag=${ownText(tag)}`
}

/** A forged `received` is taken out; ours is written when asked for by `rport` or when the sender's own host differs. */
function withReceived(value: string, from: Answer['received']): string {
  if (!from) return value
  const end = endOfFirstVia(value)
  const first = value.slice(0, end)
  const via = parseVia(first)
  if (!via) return value
  const wanted = via.params.get('rport') === ''
  const own = first.replace(/;\s*received\s*=[^;]*/gi, '')
  const ported = wanted ? own.replace(/;(\s*)rport(?:\s*=)?\s*(?=;|$)/i, `;$1rport=${from.port}`) : own
  const received = wanted || via.host !== from.address ? `;received=${ownText(from.address)}` : ''
  return `${ported.trimEnd()}${received}${value.slice(end)}`
}
