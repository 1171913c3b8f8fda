import { bytesOfAscii, endOfDigits, endOfPlain, numberIn, standsAt } from './letters.ts'

const SPACE = 32
const COMMA = 44
const sdp = bytesOfAscii('application/sdp')

/** `application/sdp` and nothing else. */
export const isSdpType = (bytes: Uint8Array, from: number, to: number): boolean =>
  to - from === sdp.length && standsAt(bytes, from, to, sdp)

/** 1 to 255: 0 would be a fault (RFC 3261 §16.3). */
export function isMaxForwards(bytes: Uint8Array, from: number, to: number): boolean {
  const hops = numberIn(bytes, from, to)
  return hops > 0 && hops <= 255
}

/** Names parted by commas, each with or without a blank behind it. */
export function isList(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const end = endOfPlain(bytes, at, to)
    if (end === at) return false
    if (end === to) return true
    if (bytes[end] !== COMMA) return false
    at = bytes[end + 1] === SPACE ? end + 1 : end
  }
  return false
}

/**
 * A number below 10^9, one blank, and a method.
 *
 * @param method that must stand there; of an answer, whatever stands there.
 */
export function isSequence(bytes: Uint8Array, from: number, to: number, method: string | undefined): boolean {
  const blank = endOfDigits(bytes, from, to)
  if (blank === from || blank - from > 9 || bytes[blank] !== SPACE || blank + 1 === to) return false
  return method === undefined ? endOfPlain(bytes, blank + 1, to) === to : isText(bytes, blank + 1, to, method)
}

function isText(bytes: Uint8Array, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false
  for (let at = 0; at < text.length; at++) if (bytes[from + at] !== text.charCodeAt(at)) return false
  return true
}
