import { parseCSeq } from '../header/cseq.ts'
import { parseContentLength } from '../header/content-length.ts'
import { faultOf, type Fault } from './fault.ts'
import { findHeader, type Header, type SipMessage } from '../message/message.ts'

/** What every request and answer must carry (RFC 3261 §8.1.1); Max-Forwards is often left out and never missed. */
const mandatory: ReadonlyMap<string, string> = new Map([
  ['via', 'Via'],
  ['from', 'From'],
  ['to', 'To'],
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
])

const onceOnly: ReadonlySet<string> = new Set(['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards'])

/** Faults that show only once all headers are known. Bytes that are no SIP have none of these. */
export function faultsOfMessage(message: SipMessage): Fault[] {
  if (!message.start) return []
  return [...missing(message), ...repeated(message.headers), ...cseqFaults(message)]
}

function* missing(message: SipMessage): Generator<Fault> {
  for (const [key, name] of mandatory) {
    if (!findHeader(message, key)) yield faultOf('missing-header', undefined, `There is no ${name} header`)
  }
}

function* repeated(headers: readonly Header[]): Generator<Fault> {
  const seen = new Map<string, Header>()
  for (const header of headers) {
    if (!onceOnly.has(header.key)) continue
    const first = seen.get(header.key)
    if (first) yield duplicate(header, first)
    else seen.set(header.key, header)
  }
}

/** Two Content-Lengths that disagree let two readers cut the stream differently, so they are graver than a mere copy. */
function duplicate(header: Header, first: Header): Fault {
  if (header.key === 'content-length' && parseContentLength(header.value) !== parseContentLength(first.value)) {
    return faultOf('content-length-disagrees', header.start)
  }
  return faultOf('duplicate-header', header.start)
}

function* cseqFaults(message: SipMessage): Generator<Fault> {
  const header = findHeader(message, 'cseq')
  if (!header || !message.start) return
  const cseq = parseCSeq(header.value)
  if (!cseq) yield faultOf('cseq', header.start)
  else if (message.start.kind === 'request' && cseq.method !== message.start.method) {
    yield faultOf('cseq-method', header.start)
  }
}
