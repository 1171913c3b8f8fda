import { faultOf, type Fault } from '../fault/fault.ts'
import { trimBlanks } from '../text/byte-text.ts'
import { emptyLineAt, endOfLine, nextEmptyLine, type Head } from './head.ts'
import { afterBlanks, HeaderLine } from './header-line.ts'
import { parseLimits } from './limits.ts'
import { hashStep, headerKey, isToken, knownKey } from './names.ts'

export interface Headers {
  readonly headers: readonly HeaderLine[]
  /** Offset of the empty line, or of the end. */
  readonly end: number
  /** Of lines that are no headers, and of names that none may have. */
  readonly faults: readonly Fault[]
}

/** Reads header after header up to the empty line; folded lines belong to the header before them (RFC 3261 §7.3.1). */
export function readHeaders(bytes: Uint8Array, head: Head, from: number): Headers {
  const headers: HeaderLine[] = []
  const faults: Fault[] = []
  let at = from
  while (at < head.text.length && emptyLineAt(head, at) === 0) {
    if (headers.length === parseLimits.headers) {
      faults.push(faultOf('too-many-headers', at))
      return { headers, end: nextEmptyLine(head, at), faults }
    }
    if (isFold(head.text, at)) {
      faults.push(faultOf('fold-without-header', at))
      at = endOfHeader(head, endOfLine(head, at))
    } else {
      const header = readHeader(bytes, head, at, faults)
      headers.push(header)
      at = header.end
    }
  }
  return { headers, end: at, faults }
}

const COLON = 58
const BLANK = 32
const DEL = 127

/** Goes through the name byte by byte, as it must be compared anyway, and leaps over the value. */
function readHeader(bytes: Uint8Array, head: Head, start: number, faults: Fault[]): HeaderLine {
  const { length } = head.text
  let at = start
  let hash = 0
  let code = bytes[at] ?? 0
  while (code !== COLON && code > BLANK && code < DEL && at < length) {
    hash = hashStep(hash, code)
    code = bytes[++at] ?? 0
  }
  const line = endOfLine(head, at)
  const end = endOfHeader(head, line)
  const key = code === COLON && at < length ? knownKey(bytes, start, at, hash) : undefined
  if (key === undefined) return readOtherHeader(head, start, end, end > line, faults)
  return new HeaderLine(head, key, start, at, at, end, end > line)
}

/** With a name that is not known, with blanks before the colon, or without a colon. */
function readOtherHeader(head: Head, start: number, end: number, folded: boolean, faults: Fault[]): HeaderLine {
  const found = head.text.slice(start, end).indexOf(':')
  const colon = found === -1 ? end : start + found
  const name = trimBlanks(head.text.slice(start, colon))
  if (found === -1) faults.push(faultOf('header-without-colon', start))
  else if (!isToken(name)) faults.push(faultOf('header-name', start))
  const nameEnd = afterBlanks(head.text, start, colon) + name.length
  return new HeaderLine(head, found === -1 ? '' : headerKey(name), start, nameEnd, colon, end, folded)
}

/** Offset behind the folded lines that stand here. */
function endOfHeader(head: Head, lineEnd: number): number {
  let end = lineEnd
  while (isFold(head.text, end)) end = endOfLine(head, end)
  return end
}

function isFold(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === BLANK || code === 9
}
