import type { AutonomousSystem } from '../../../contract/console/vocabulary.ts'
import { parseNetwork } from '../../../contract/ledger/address.ts'

/** Which network an address belongs to; approximate, by a table of some day. */
export interface SystemTable {
  /** @param address RFC 5952 or dotted decimals. @returns `undefined` for addresses that no network announces. */
  systemOf(address: string): AutonomousSystem | undefined
  /** The number alone, for many addresses. */
  numberOf(address: string): number | undefined
  /** Of a number that the table knows. */
  nameOf(number: number): string | undefined
  /** Lines of the table that could not be read. */
  readonly skipped: number
}

/** How many ranges of IPv4 and IPv6 and how many systems there are. */
export interface TableHead {
  readonly four: number
  readonly six: number
  readonly systems: number
  readonly skipped: number
}

export const headWords = ({ four, six, systems, skipped }: TableHead): Uint32Array =>
  Uint32Array.of(four, six, systems, skipped)
const headLength = 4

/**
 * The table as one stretch of memory, which threads can share: the head; of IPv4 and then IPv6 the first addresses, the
 * last addresses (a word each, or four) and the place of the system; the numbers of all systems in ascending order; where
 * the name of each ends; the names.
 * @param start where in `bytes` it begins; a multiple of four.
 */
export function tableOver(bytes: ArrayBufferLike, start = 0): SystemTable {
  const [four = 0, six = 0, systems = 0, skipped = 0] = new Uint32Array(bytes, start, headLength)
  let at = start + headLength * Uint32Array.BYTES_PER_ELEMENT
  const next = (length: number): Uint32Array => {
    const part = new Uint32Array(bytes, at, length)
    at += part.byteLength
    return part
  }
  const v4 = { width: 1, firsts: next(four), lasts: next(four), systems: next(four) }
  const v6 = { width: 4, firsts: next(4 * six), lasts: next(4 * six), systems: next(six) }
  const numbers = next(systems)
  const ends = next(systems)
  const text = Buffer.from(bytes, at)

  const placeOf = (address: string): number | undefined => {
    const words = wordsOf(address)
    return words && rangeWith(words.length === 1 ? v4 : v6, words)
  }
  const nameAt = (place: number): string => text.toString('utf8', place === 0 ? 0 : ends[place - 1], ends[place])
  return {
    skipped,
    numberOf: (address) => {
      const place = placeOf(address)
      return place === undefined ? undefined : numbers[place]
    },
    systemOf: (address) => {
      const place = placeOf(address)
      const number = place === undefined ? undefined : numbers[place]
      return place === undefined || number === undefined ? undefined : { number, name: nameAt(place) }
    },
    nameOf: (number) => {
      const place = lastNotAbove({ width: 1, firsts: numbers }, [number])
      return numbers[place] === number ? nameAt(place) : undefined
    },
  }
}

interface Ordered {
  /** Words of an address, the highest first. */
  readonly width: number
  readonly firsts: Uint32Array
}

interface Ranges extends Ordered {
  readonly lasts: Uint32Array
  readonly systems: Uint32Array
}

function rangeWith(ranges: Ranges, words: readonly number[]): number | undefined {
  const place = lastNotAbove(ranges, words)
  if (place < 0 || compareWords(ranges.lasts, place * ranges.width, words) < 0) return undefined
  return ranges.systems[place]
}

/** @returns -1 when all are above. */
function lastNotAbove({ width, firsts }: Ordered, words: readonly number[]): number {
  let [from, to] = [0, firsts.length / width]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (compareWords(firsts, middle * width, words) <= 0) from = middle + 1
    else to = middle
  }
  return from - 1
}

/** Less than 0 when what is held from `at` on comes before the words. */
export function compareWords(held: Uint32Array, at: number, words: ArrayLike<number>): number {
  for (let word = 0; word < words.length; word += 1) {
    const difference = (held[at + word] ?? 0) - (words[word] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** As they are stored, addresses of IPv4 need no more than this; all others are read with care. */
function wordsOf(address: string): readonly number[] | undefined {
  const four = fourParts(address)
  if (four !== undefined) return [four]
  const bytes = parseNetwork(address)?.bytes
  return bytes && Array.from({ length: bytes.length / 4 }, (_, at) => wordOf(bytes.slice(4 * at, 4 * at + 4)))
}

const wordOf = ([a = 0, b = 0, c = 0, d = 0]: readonly number[]): number => ((a << 24) | (b << 16) | (c << 8) | d) >>> 0

/** The word of `192.0.2.1`; `undefined` for whatever is not just four numbers. */
function fourParts(text: string): number | undefined {
  let [word, part, parts, digits] = [0, 0, 1, 0]
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit >= 0 && digit <= 9) {
      part = part * 10 + digit
      digits += 1
      if (part > 255) return undefined
    } else if (text[at] === '.' && digits > 0) {
      ;[word, part, parts, digits] = [word * 256 + part, 0, parts + 1, 0]
    } else return undefined
  }
  return parts === 4 && digits > 0 ? word * 256 + part : undefined
}
