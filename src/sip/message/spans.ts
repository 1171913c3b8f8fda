import type { Header, SipMessage } from './message.ts'

/**
 * `keep-alive`: empty lines before the message; `unread`: lines that are no headers, such as a fold without one, or more
 * than are read; `separator`: the empty line.
 */
export type SpanKind = 'keep-alive' | 'start' | 'header' | 'unread' | 'separator' | 'body' | 'surplus'

/** A part of a message as a half-open range of its bytes. */
export interface Span {
  readonly kind: SpanKind
  readonly start: number
  readonly end: number
  /** Of kind `header`. */
  readonly header?: Header
}

/** The parts of a message in order; each begins where the one before ends, and none is empty. */
export function spansOf(message: SipMessage): readonly Span[] {
  const { bytes, startAt, headersAt, headersEnd, bodyAt, bodyEnd } = message
  const all: readonly Span[] = [
    { kind: 'keep-alive', start: 0, end: startAt },
    { kind: 'start', start: startAt, end: headersAt },
    ...headerSpans(message.headers, headersAt, headersEnd),
    { kind: 'separator', start: headersEnd, end: bodyAt },
    { kind: 'body', start: bodyAt, end: bodyEnd },
    { kind: 'surplus', start: bodyEnd, end: bytes.length },
  ]
  return all.filter(({ start, end }) => start < end)
}

function* headerSpans(headers: readonly Header[], from: number, to: number): Generator<Span> {
  let at = from
  for (const header of headers) {
    yield { kind: 'unread', start: at, end: header.start }
    yield { kind: 'header', start: header.start, end: header.end, header }
    at = header.end
  }
  yield { kind: 'unread', start: at, end: to }
}

/** The message put together again from its parts: for one that nobody changed byte for byte what came. */
export function serialise(message: SipMessage): Uint8Array<ArrayBuffer> {
  const spans = spansOf(message)
  const whole = new Uint8Array(spans.reduce((sum, { start, end }) => sum + end - start, 0))
  let at = 0
  for (const { start, end } of spans) {
    whole.set(message.bytes.subarray(start, end), at)
    at += end - start
  }
  return whole
}
