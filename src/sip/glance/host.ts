import { isPlain } from './letters.ts'

const DASH = 45
const DOT = 46
const longestOctet = 3

/**
 * Offset behind the host that stands here: an IPv4 address, or a name whose labels neither begin nor end with a dash and
 * whose last one begins with no digit (RFC 3261 §25.1 hostname); -1 when none does. In one pass, as each message has five.
 */
export function endOfHost(bytes: Uint8Array, from: number, to: number): number {
  let label = from
  let labels = 1
  let octets = 0
  let number = 0
  let at = from
  for (; at < to; at++) {
    const code = bytes[at] ?? 0
    if (code === DOT) {
      if (at === label || bytes[at - 1] === DASH) return -1
      if (isOctet(number, at - label)) octets++
      labels++
      label = at + 1
      number = 0
    } else if (code >= 48 && code <= 57) number = number > highestOctet ? number : number * 10 + code - 48
    else if (!isPlain(code) || (code === DASH && at === label)) break
    else number = noNumber
  }
  if (at === label || bytes[at - 1] === DASH || bytes[label] === DASH) return -1
  const last = bytes[label] ?? 0
  if (last < 48 || last > 57) return at
  return labels === 4 && octets === 3 && isOctet(number, at - label) ? at : -1
}

/** Stays beyond any octet whatever digits follow. */
const noNumber = 1000
const highestOctet = 255

const isOctet = (number: number, digits: number): boolean => number <= highestOctet && digits <= longestOctet
