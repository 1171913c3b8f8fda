import type { Header } from '../message/message.ts'
import { contentLength, headerCodes, positionOf } from './header-names.ts'
import { endOfValue, startOfValue } from './value-range.ts'

/**
 * One header as a number: which it is (8 bits), how its name is written (3 bits), whether blanks stand before the colon
 * (1 bit), what stands behind it (3 bits), and the width its number is padded to (4 bits, Content-Length only).
 */
export type HeaderToken = number

/** Marks of how a name is written; the first is as RFC 3261 writes it. */
const nameMarks = ['', '*', '_', '^', '~', '*^'] as const
const [asUsual, compact, lowerCase, upperCase, otherCase, compactUpper] = [0, 1, 2, 3, 4, 5]
/** Marks of what stands between colon and value; the first is one blank. */
const gapMarks = ['', '0', '2', '9', '&'] as const
const [noBlank, moreBlanks, tab, fold] = [1, 2, 3, 4]

const widest = 15
const SPACE = 32

export const headerOf = (token: HeaderToken): number => token & 0xff

export function headerToken(bytes: Uint8Array, header: Header): HeaderToken {
  const { known, start, nameEnd, colon } = header
  const named = positionOf(known)
  const style = known > 0 || named === 0 ? asUsual : styleOfName(bytes, start, nameEnd)
  const token = named | (style << 8) | (nameEnd === colon ? 0 : 1 << 11)
  // One blank is what nearly all programs write.
  const isUsual = bytes[colon + 1] === SPACE && (bytes[colon + 2] ?? 0) > SPACE
  return isUsual ? token : token | spacing(bytes, header, named)
}

function styleOfName(bytes: Uint8Array, from: number, to: number): number {
  let lower = false
  let upper = false
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0
    if (byte >= 97 && byte <= 122) lower = true
    else if (byte >= 65 && byte <= 90) upper = true
  }
  if (to - from === 1) return upper ? compactUpper : compact
  if (lower && upper) return otherCase
  return upper ? upperCase : lowerCase
}

function spacing(bytes: Uint8Array, { colon, end }: Header, header: number): number {
  const valueStart = startOfValue(bytes, colon + 1, end)
  const valueEnd = endOfValue(bytes, valueStart, end)
  // An empty value has nothing in front of it.
  if (valueStart >= valueEnd) return 0
  const blanks = valueStart - colon - 1
  if (blanks <= 0) return noBlank << 12
  if (blanks === 1 && bytes[colon + 1] === SPACE) return 0
  for (let at = colon + 1; at < valueStart; at++) {
    if (bytes[at] === 10 || bytes[at] === 13) return fold << 12
    if (bytes[at] === 9) return tab << 12
  }
  // A number that is padded to one width has more blanks the fewer digits it has.
  if (header === contentLength) return Math.min(widest, blanks - 1 + valueEnd - valueStart) << 15
  return moreBlanks << 12
}

/** e.g. `v`, `v*` (compact), `f2` (two blanks behind the colon), `l=5` (number padded to five places). */
export function tokenText(token: HeaderToken): string {
  const width = token >> 15
  const marks = [nameMarks[(token >> 8) & 7], ((token >> 11) & 1) === 1 ? '<' : '', gapMarks[(token >> 12) & 7]]
  return `${headerCodes[headerOf(token)] ?? '?'}${marks.join('')}${width === 0 ? '' : `=${width}`}`
}
