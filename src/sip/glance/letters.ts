/**
 * What identifiers, names and hosts are nearly always made of: letters, digits, `-`, `_` and `.`. No grammar of SIP needs
 * them escaped, no injection can be written with them, and most tools use nothing else.
 */
const plain = new Uint8Array(256)
for (const letter of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.')
  plain[letter.charCodeAt(0)] = 1

export const isPlain = (byte: number): boolean => plain[byte] === 1

/** Offset of the first other byte. */
export function endOfPlain(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && plain[bytes[at] ?? 0] === 1) at++
  return at
}

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57

const highestPort = 65_535

/** The port whose digits stand here up to `to`; -1 for what is none. */
export function portIn(bytes: Uint8Array, from: number, to: number): number {
  const port = numberIn(bytes, from, to, 5)
  return port <= highestPort ? port : -1
}

/** The decimal number that stands here; -1 for what is none or has more digits than these: at most nine. */
export function numberIn(bytes: Uint8Array, from: number, to: number, most = 9): number {
  if (to <= from || to - from > most) return -1
  let number = 0
  for (let at = from; at < to; at++) {
    const figure = (bytes[at] ?? 0) - 48
    if (figure < 0 || figure > 9) return -1
    number = number * 10 + figure
  }
  return number
}

/** Offset of the first byte that is no digit. */
export function endOfDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isDigit(bytes[at])) at++
  return at
}

export const bytesOfAscii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

/** Whether this text stands here and ends before `to`. */
export function standsAt(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from < text.length) return false
  for (let at = 0; at < text.length; at++) if (bytes[from + at] !== text[at]) return false
  return true
}
