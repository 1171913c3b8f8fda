/** Whole numbers in groups of seven bits, the low ones first: small ones, as of most lengths and distances, in one byte. */

/** The longest form of a safe integer. */
export const longestVarint = 8

/** @returns the place behind the number. @param value 0 to 2^53 - 1. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let [rest, place] = [value, at]
  for (; rest >= 128; place += 1) {
    bytes[place] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  bytes[place] = rest
  return place + 1
}

/** Reads one number after the other. What cannot be read is `undefined`, and so is all behind it. */
export class VarintReader {
  private readonly bytes: Uint8Array
  private place = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** Where the next number begins. */
  get at(): number {
    return this.place
  }

  next(): number | undefined {
    let value = 0
    for (let [scale, read] = [1, 0]; read < longestVarint; read += 1, scale *= 128) {
      const byte = this.bytes[this.place]
      if (byte === undefined) return undefined
      this.place += 1
      value += (byte % 128) * scale
      if (byte < 128) return Number.isSafeInteger(value) ? value : undefined
    }
    this.place = this.bytes.length
    return undefined
  }
}
