import { analyse } from '../../../src/sip/analysis.ts'
import { describe } from '../../../src/sip/describe.ts'
import { parseLimits } from '../../../src/sip/message/limits.ts'
import type { Header, SipMessage } from '../../../src/sip/message/message.ts'
import { headerKey } from '../../../src/sip/message/names.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { serialise, spansOf } from '../../../src/sip/message/spans.ts'
import { byteText, oneLine, readable } from '../../../src/sip/text/byte-text.ts'
import { buildResponse } from '../../../src/sip/write/response.ts'

/**
 * What must hold whatever arrives.
 *
 * @throws Error that says what does not hold, or whatever else was thrown.
 */
export function checkInput(raw: Uint8Array): void {
  const message = parseMessage(raw)
  checkOffsets(message)
  let last = message.headersAt
  for (const header of message.headers) {
    checkHeader(message, header, last)
    last = header.end
  }
  checkOrder('headers end', last, message.headersEnd)
  checkSpans(message)
  for (const { code, at } of message.faults) {
    if (at !== undefined && !(Number.isInteger(at) && at >= 0 && at <= raw.length)) fail(`fault ${code} is at ${at}`)
  }
  describe(analyse({ raw, direction: 'in' }))
  // Of what we send ourselves little is judged.
  if (raw.length % 8 === 0) describe(analyse({ raw, direction: 'out' }))
  checkAnswer(message)
}

function checkOffsets({ bytes, startAt, headersAt, headersEnd, bodyAt, bodyEnd, body, lineEnds }: SipMessage): void {
  checkOrder('offsets', 0, startAt, headersAt, headersEnd, bodyAt, bodyEnd, bytes.length)
  if (body.length !== bodyEnd - bodyAt || (body.length > 0 && body[0] !== bytes[bodyAt]))
    fail('the body lies elsewhere')
  if (bodyAt !== behindEmptyLine(bytes.subarray(0, parseLimits.message), startAt)) fail(`the body begins at ${bodyAt}`)
  if (lineEnds === 'none' && headersEnd !== bodyAt) fail('the empty line has no line end')
}

/** The same by other means: what the parser itself goes by would not show its own mistake. */
function behindEmptyLine(bytes: Uint8Array, from: number): number {
  const emptyLine = bytes.includes(10) ? /\n\r?\n/g : /\r\r/g
  emptyLine.lastIndex = from
  return emptyLine.test(Buffer.from(bytes).toString('latin1')) ? emptyLine.lastIndex : bytes.length
}

function checkHeader({ bytes }: SipMessage, header: Header, last: number): void {
  const { start, end, nameStart, nameEnd, colon, valueStart, valueEnd } = header
  checkOrder('header', last, start, nameStart, nameEnd, colon, end)
  checkOrder('value', Math.min(colon + 1, end), valueStart, valueEnd, end)
  if (start === end) fail('an empty header')
  if (colon < end && bytes[colon] !== 58) fail('the colon is elsewhere')
  const text = (from: number, to: number): string => byteText(bytes.subarray(from, to))
  if (header.name !== readable(text(nameStart, nameEnd))) fail('a name that does not stand there')
  if (header.value !== readable(oneLine(text(valueStart, valueEnd)))) fail('a value that does not stand there')
  if (header.key !== (colon === end ? '' : headerKey(text(nameStart, nameEnd)))) fail(`the key ${header.key}`)
  const blanks = header.blankBeforeColon + header.blankAfterColon
  if (/[^ \t\r\n]/.test(blanks)) fail('blanks that are none')
  const firstLine = bytes.indexOf(bytes.subarray(0, parseLimits.message).includes(10) ? 10 : 13, start) + 1
  if (header.folded !== (firstLine > 0 && firstLine < end)) fail('folded or not')
}

function checkSpans(message: SipMessage): void {
  let at = 0
  for (const span of spansOf(message)) {
    if (span.start !== at || span.end <= span.start)
      fail(`a ${span.kind} from ${span.start} to ${span.end} behind ${at}`)
    at = span.end
  }
  if (Buffer.compare(serialise(message), message.bytes) !== 0) fail('written otherwise than it was read')
}

/** Whatever was asked, the answer is one message with our first line and nothing behind its end. */
function checkAnswer(message: SipMessage): void {
  const received = { address: '192.0.2.1', port: 9 }
  const answer = parseMessage(buildResponse(message, { status: 400, reason: 'Bad Request', toTag: 'ours', received }))
  if (answer.start?.kind !== 'response' || answer.start.status !== 400) fail('the answer begins otherwise')
  if (answer.bytes.length > parseLimits.message) return
  if (answer.bodyEnd !== answer.bytes.length || answer.body.length > 0) fail('the answer ends otherwise')
}

function checkOrder(what: string, ...offsets: readonly number[]): void {
  for (let at = 1; at < offsets.length; at++) {
    if (!((offsets[at - 1] ?? NaN) <= (offsets[at] ?? NaN))) fail(`${what}: ${offsets.join(', ')}`)
  }
}

function fail(what: string): never {
  throw new Error(`does not hold: ${what}`)
}
