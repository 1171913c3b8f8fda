import { byteText, oneLine, readable, trimBlanks, utf8 } from '../text/byte-text.ts'
import { faultsOfMessage } from '../fault/check.ts'
import { faultOf, type Fault } from '../fault/fault.ts'
import { parseContentLength } from '../header/content-length.ts'
import { parseLimits } from './limits.ts'
import { findHeader, type Header, type SipMessage } from './message.ts'
import { headerKey, isToken } from './names.ts'
import { parseStartLine } from './start-line.ts'

export { headerValue, headerValues, findHeader } from './message.ts'

const LF = 10
const CR = 13

/**
 * Reads one datagram, or one message cut out of a stream, in linear time. Never throws: what is broken becomes a
 * fault and is shown as it is.
 *
 * Line ends may be CRLF, LF or mixed; a lone CR ends lines only in a message that has no LF at all.
 */
export function parseMessage(bytes: Uint8Array): SipMessage {
  const faults: Fault[] = []
  const read = bytes.length > parseLimits.message ? bytes.subarray(0, parseLimits.message) : bytes
  if (read !== bytes) {
    faults.push(faultOf('too-long', read.length))
  }
  const lineEnd = read.includes(LF) ? LF : CR
  const begin = skipBlankLines(read)
  const head = readHead(read, begin, lineEnd, faults)
  const body = readBody(bytes, head.end, head.headers, faults)
  const message = { bytes, start: head.start, headers: head.headers, body, faults }
  faults.push(...faultsOfMessage(message))
  return message
}

/** Empty lines before a message are keep-alives (RFC 3261 §7.5). */
function skipBlankLines(bytes: Uint8Array): number {
  let at = 0
  while (bytes[at] === CR || bytes[at] === LF) at++
  return at
}

interface Head {
  readonly start: SipMessage['start']
  readonly headers: readonly Header[]
  /** Offset of the body. */
  readonly end: number
}

function readHead(bytes: Uint8Array, begin: number, lineEnd: number, faults: Fault[]): Head {
  const bounds = findHeadEnd(bytes, begin, lineEnd)
  if (!bounds.finished && begin < bytes.length) {
    faults.push(faultOf('head-unfinished', bounds.end))
  }
  const text = byteText(bytes.subarray(0, bounds.end))
  checkBytes(bytes, text, faults)
  const newline = lineEnd === LF ? '\n' : '\r'
  const firstEnd = endOfLine(text, begin, newline)
  const start =
    begin < text.length ? parseStartLine(withoutLineEnd(text.slice(begin, firstEnd)), begin, faults) : undefined
  return { start, headers: readHeaders(text, firstEnd, newline, faults), end: bounds.end }
}

const withoutLineEnd = (line: string): string => line.replace(/\r?\n$|\r$/, '')

/** The head ends behind its first empty line, or with the message. */
function findHeadEnd(bytes: Uint8Array, begin: number, lineEnd: number): { end: number; finished: boolean } {
  for (let at = bytes.indexOf(lineEnd, begin); at !== -1; at = bytes.indexOf(lineEnd, at + 1)) {
    if (bytes[at + 1] === lineEnd) return { end: at + 2, finished: true }
    if (bytes[at + 1] === CR && bytes[at + 2] === lineEnd) return { end: at + 3, finished: true }
  }
  return { end: bytes.length, finished: false }
}

/** Behind a backslash in a quoted string NUL is legal (quoted-pair, RFC 3261 §25.1). */
const bareNul = /(?<!\\)\0/

function checkBytes(bytes: Uint8Array, text: string, faults: Fault[]): void {
  const nul = text.includes('\0') ? text.search(bareNul) : -1
  if (nul !== -1) faults.push(faultOf('nul', nul))
  if (/[\x80-\xff]/.test(text) && utf8(bytes.subarray(0, text.length)) === undefined) {
    faults.push(faultOf('not-utf8'))
  }
}

function readHeaders(text: string, from: number, newline: string, faults: Fault[]): readonly Header[] {
  const headers: Header[] = []
  let at = from
  while (at < text.length && !isEmptyLine(text, at, newline)) {
    if (headers.length === parseLimits.headers) {
      faults.push(faultOf('too-many-headers', at))
      break
    }
    const end = endOfHeader(text, at, newline)
    const header = readHeader(text, at, end, faults)
    if (header) headers.push(header)
    at = end
  }
  return headers
}

function readHeader(text: string, start: number, end: number, faults: Fault[]): Header | undefined {
  if (isBlank(text, start)) {
    faults.push(faultOf('fold-without-header', start))
    return undefined
  }
  const colon = text.indexOf(':', start)
  if (colon === -1 || colon >= end) {
    faults.push(faultOf('header-without-colon', start))
    const name = readable(trimBlanks(text.slice(start, end)))
    return { name, key: '', value: '', start, end, valueStart: end, valueEnd: end }
  }
  const name = trimBlanks(text.slice(start, colon))
  if (!isToken(name)) faults.push(faultOf('header-name', start))
  return {
    name: readable(name),
    key: headerKey(name),
    value: readable(oneLine(text.slice(colon + 1, end))),
    start,
    end,
    ...trimmedRange(text, colon + 1, end),
  }
}

function trimmedRange(text: string, from: number, to: number): { valueStart: number; valueEnd: number } {
  let valueStart = from
  let valueEnd = to
  while (valueStart < valueEnd && isSpace(text.charCodeAt(valueStart))) valueStart++
  while (valueEnd > valueStart && isSpace(text.charCodeAt(valueEnd - 1))) valueEnd--
  return { valueStart, valueEnd }
}

const isSpace = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 10

/** Offset behind the last line of the header that starts here. */
function endOfHeader(text: string, start: number, newline: string): number {
  let end = endOfLine(text, start, newline)
  while (end < text.length && isBlank(text, end)) end = endOfLine(text, end, newline)
  return end
}

/** Offset behind the line end; of the text when the line has none. */
function endOfLine(text: string, start: number, newline: string): number {
  const at = text.indexOf(newline, start)
  return at === -1 ? text.length : at + 1
}

const isBlank = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t'
const isEmptyLine = (text: string, at: number, newline: string): boolean =>
  text.startsWith(newline, at) || text.startsWith(`\r${newline}`, at)

/** On a datagram the body is as long as Content-Length says and what follows is surplus (RFC 3261 §18.3). */
function readBody(bytes: Uint8Array, from: number, headers: readonly Header[], faults: Fault[]): Uint8Array {
  const rest = bytes.subarray(from)
  const header = findHeader({ headers }, 'content-length')
  if (!header) return rest
  const length = parseContentLength(header.value)
  if (length === undefined) {
    faults.push(faultOf('content-length', header.start))
    return rest
  }
  if (length > rest.length) {
    faults.push(faultOf('short-body', bytes.length))
  } else if (length < rest.length) {
    faults.push(faultOf('surplus', from + length))
  }
  return rest.subarray(0, length)
}
