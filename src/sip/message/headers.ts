import { faultOf, type Fault } from '../fault/fault.ts'
import { trimBlanks } from '../text/byte-text.ts'
import { emptyLineAt, endOfLine, nextEmptyLine, type Head } from './head.ts'
import { afterBlanks, HeaderLine } from './header-line.ts'
import { parseLimits } from './limits.ts'
import { hashStep, headerKey, isToken, keyOfId, knownName } from './names.ts'

export interface Headers {
  readonly headers: readonly HeaderLine[]
  /** Offset of the empty line, or of the end. */
  readonly end: number
  /** Of lines that are no headers, and of names that none may have. */
  readonly faults: readonly Fault[]
}

const COLON = 58
const BLANK = 32
const TAB = 9
const DEL = 127

/**
 * Reads header after header up to the empty line; folded lines belong to the header before them (RFC 3261 §7.3.1).
 *
 * Each message of each scanner goes through this loop: a name is gone through byte by byte, as it must be compared
 * anyway, and the value is leapt over.
 */
export function readHeaders(bytes: Uint8Array, head: Head, from: number): Headers {
  const { text, newline } = head
  const headers: HeaderLine[] = []
  const faults: Fault[] = []
  let at = from
  while (at < text.length) {
    let code = bytes[at] ?? 0
    if (code <= BLANK) {
      if (emptyLineAt(head, at) > 0) break
      if (isFold(code)) {
        faults.push(faultOf('fold-without-header', at))
        at = endOfFolds(bytes, head, at)
        continue
      }
    }
    if (headers.length === parseLimits.headers) {
      faults.push(faultOf('too-many-headers', at))
      return { headers, end: nextEmptyLine(head, at), faults }
    }
    let nameEnd = at
    let hash = 0
    while (code !== COLON && code > BLANK && code < DEL) {
      hash = hashStep(hash, code)
      code = bytes[++nameEnd] ?? 0
    }
    const found = text.indexOf(newline, nameEnd)
    const lineEnd = found === -1 ? text.length : found + 1
    const end = isFold(bytes[lineEnd]) ? endOfFolds(bytes, head, lineEnd) : lineEnd
    const known = code === COLON ? knownName(bytes, at, nameEnd, hash) : 0
    headers.push(
      known === 0
        ? readOtherHeader(bytes, head, at, end, end > lineEnd, faults)
        : new HeaderLine(head, keyOfId(Math.abs(known)), known, at, nameEnd, nameEnd, end, end > lineEnd),
    )
    at = end
  }
  return { headers, end: at, faults }
}

/** With a name that is not known, with blanks before the colon, or without a colon. */
function readOtherHeader(
  bytes: Uint8Array,
  head: Head,
  start: number,
  end: number,
  folded: boolean,
  faults: Fault[],
): HeaderLine {
  const found = head.text.slice(start, end).indexOf(':')
  if (found === -1) {
    faults.push(faultOf('header-without-colon', start))
    const name = trimBlanks(head.text.slice(start, end))
    return new HeaderLine(head, '', 0, start, afterBlanks(head.text, start, end) + name.length, end, end, folded)
  }
  const colon = start + found
  const name = trimBlanks(head.text.slice(start, colon))
  const nameStart = afterBlanks(head.text, start, colon)
  const nameEnd = nameStart + name.length
  const token = isToken(name)
  if (!token) faults.push(faultOf('header-name', start))
  const spelled = token ? knownName(bytes, nameStart, nameEnd, hashOf(bytes, nameStart, nameEnd)) : 0
  // A stray CR may stand before a name.
  const known = nameStart === start ? spelled : -Math.abs(spelled)
  const key = known === 0 ? headerKey(name) : keyOfId(Math.abs(known))
  return new HeaderLine(head, key, known, start, nameEnd, colon, end, folded)
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) hash = hashStep(hash, bytes[at] ?? 0)
  return hash
}

const isFold = (code: number | undefined): boolean => code === BLANK || code === TAB

/** Offset behind the folded lines that stand here. */
function endOfFolds(bytes: Uint8Array, head: Head, from: number): number {
  let end = from
  while (end < head.text.length && isFold(bytes[end])) end = endOfLine(head, end)
  return end
}
