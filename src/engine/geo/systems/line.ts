/** An address as words of 32 bits, the highest first: one of IPv4, four of IPv6. */
export type Width = 1 | 4

const digit = 0x30
const comma = 0x2c
const quote = 0x22
/** Bytes; a longer name is cut. */
export const longestName = 120

/**
 * Reads lines such as `16777216,16777471,13335,"Cloudflare, Inc."`: first and last address as decimal numbers, number
 * and name of the system. One reader for all lines of a file, because there are half a million.
 */
export class LineReader {
  readonly first: Uint32Array
  readonly last: Uint32Array
  number = 0
  readonly #limbs = new Float64Array(8)
  readonly #word = new Uint32Array(1)
  #bytes: Uint8Array = new Uint8Array()
  #at = 0
  #end = 0

  constructor(width: Width) {
    this.first = new Uint32Array(width)
    this.last = new Uint32Array(width)
  }

  /** @returns false when the line is none; what was read of it means nothing then. */
  read(bytes: Uint8Array, from: number, end: number): boolean {
    this.#bytes = bytes
    this.#at = from
    this.#end = bytes[end - 1] === 0x0d ? end - 1 : end
    if (!this.#field(this.first) || !this.#field(this.last) || !this.#field(this.#word)) return false
    this.number = this.#word[0] ?? 0
    return this.number > 0 && (bytes[this.#at] !== quote || this.#isClosed())
  }

  /** Writes the name of the line read last, as its owner wrote it. @returns how many bytes it has. */
  nameInto(bytes: Uint8Array, start: number): number {
    const quoted = this.#bytes[this.#at] === quote ? 1 : 0
    let length = 0
    for (let at = this.#at + quoted; at < this.#end - quoted && length < longestName; at += 1) {
      bytes[start + length] = this.#bytes[at] ?? 0
      length += 1
      // A quote within quotes is written twice.
      if (quoted && this.#bytes[at] === quote) at += 1
    }
    return length
  }

  #isClosed(): boolean {
    return this.#end - this.#at >= 2 && this.#bytes[this.#end - 1] === quote
  }

  /** A decimal number and the comma behind it. */
  #field(into: Uint32Array): boolean {
    const from = this.#at
    while (isDigit(this.#bytes[this.#at])) this.#at += 1
    const length = this.#at - from
    const isRead = length > 0 && this.#at < this.#end && this.#bytes[this.#at] === comma
    this.#at += 1
    return isRead && (into.length === 1 ? this.#readWord(from, length, into) : this.#readWords(from, length, into))
  }

  #readWord(from: number, length: number, into: Uint32Array): boolean {
    const value = length > 10 ? Infinity : this.#digits(from, length)
    into[0] = value
    return value <= 0xffff_ffff
  }

  /** Seven digits at a time, into limbs of 16 bits: all products are exact in a double. */
  #readWords(from: number, length: number, into: Uint32Array): boolean {
    const limbs = this.#limbs.fill(0)
    if (length > 39) return false
    for (let at = 0, size = length % 7 || 7; at < length; at += size, size = 7) {
      let carry = this.#digits(from + at, size)
      const factor = 10 ** size
      for (let limb = 7; limb >= 0; limb -= 1) {
        const value = (limbs[limb] ?? 0) * factor + carry
        carry = Math.floor(value / 0x1_0000)
        limbs[limb] = value - carry * 0x1_0000
      }
      if (carry > 0) return false
    }
    for (let word = 0; word < 4; word += 1) into[word] = (limbs[2 * word] ?? 0) * 0x1_0000 + (limbs[2 * word + 1] ?? 0)
    return true
  }

  #digits(from: number, length: number): number {
    let value = 0
    for (let at = from; at < from + length; at += 1) value = value * 10 + (this.#bytes[at] ?? 0) - digit
    return value
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= digit && byte <= digit + 9
