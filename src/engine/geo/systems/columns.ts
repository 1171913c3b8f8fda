import { longestName, type LineReader, type Width } from './line.ts'
import { compareWords } from './table.ts'

/** Numbers of 32 bits, as many as come. */
export class Words {
  #words = new Uint32Array(1 << 16)
  length = 0

  add(words: Uint32Array): void {
    if (this.length + words.length > this.#words.length) {
      const larger = new Uint32Array(2 * this.#words.length)
      larger.set(this.#words)
      this.#words = larger
    }
    this.#words.set(words, this.length)
    this.length += words.length
  }

  get all(): Uint32Array {
    return this.#words.subarray(0, this.length)
  }
}

/** The ranges of one family in ascending order, none within another. */
export class Ranges {
  readonly firsts = new Words()
  readonly lasts = new Words()
  readonly systems = new Words()
  /** Lines that were left out. */
  skipped = 0
  readonly #before: Uint32Array
  readonly #place = new Uint32Array(1)

  constructor(width: Width) {
    this.#before = new Uint32Array(width)
  }

  get count(): number {
    return this.systems.length
  }

  /** What stands where it cannot is skipped, because searching needs the order. */
  add(line: LineReader, systems: SystemNames): void {
    const { first, last } = line
    const isBehind = this.count === 0 || compareWords(this.#before, 0, first) < 0
    if (!isBehind || compareWords(last, 0, first) < 0) {
      this.skipped += 1
      return
    }
    this.#before.set(last)
    this.firsts.add(first)
    this.lasts.add(last)
    this.#place[0] = systems.placeOf(line)
    this.systems.add(this.#place)
  }
}

/** Every system once; the first name that is told of one is its name. */
export class SystemNames {
  readonly #places = new Map<number, number>()
  readonly numbers: number[] = []
  /** Where the name of each ends among the bytes of all. */
  readonly #ends: number[] = []
  #bytes = new Uint8Array(1 << 20)

  placeOf(line: LineReader): number {
    const known = this.#places.get(line.number)
    if (known !== undefined) return known
    const place = this.numbers.push(line.number) - 1
    this.#places.set(line.number, place)
    const start = this.#ends[place - 1] ?? 0
    if (start + longestName > this.#bytes.length) this.#grow()
    this.#ends.push(start + line.nameInto(this.#bytes, start))
    return place
  }

  /** All bytes of names. */
  get size(): number {
    return this.#ends.at(-1) ?? 0
  }

  nameAt(place: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[place - 1] ?? 0, this.#ends[place])
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}
