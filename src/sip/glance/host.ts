import { isDigit } from './letters.ts'

const DASH = 45
const DOT = 46

/**
 * Whether these plain letters are an IPv4 address, or a name whose labels neither begin nor end with a dash and whose last
 * one begins with no digit (RFC 3261 §25.1 hostname).
 */
export function isHost(bytes: Uint8Array, from: number, to: number): boolean {
  let label = from
  let labels = 0
  let octets = 0
  for (let at = from; at <= to; at++) {
    if (at < to && bytes[at] !== DOT) continue
    if (at === label || bytes[label] === DASH || bytes[at - 1] === DASH) return false
    labels++
    if (isOctet(bytes, label, at)) octets++
    if (at < to) label = at + 1
  }
  return isDigit(bytes[label]) ? labels === 4 && octets === 4 : true
}

function isOctet(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > 3) return false
  let number = 0
  for (let at = from; at < to; at++) {
    const figure = (bytes[at] ?? 0) - 48
    if (figure < 0 || figure > 9) return false
    number = number * 10 + figure
  }
  return number <= 255
}
