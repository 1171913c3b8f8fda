/**
 * Repeatable chance: the same seed tells the same story, so that tests and pictures can rely on it.
 * Nothing secret is made from it.
 */
export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  shuffle<Item>(items: readonly Item[]): Item[]
  digits(length: number): string
  hex(length: number): string
  letters(length: number): string
  /** Small letters and digits. */
  alphanumeric(length: number): string
  uuid(): string
  /** Independent stream of chance; what one actor draws does not change what another one does. */
  fork(name: string): Random
}

const decimal = '0123456789'
const small = 'abcdefghijklmnopqrstuvwxyz'

export function createRandom(seed: string): Random {
  const fraction = mulberry32(hash(seed))
  const between = (low: number, high: number): number => low + Math.floor(fraction() * (high - low + 1))
  const text = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(between(0, alphabet.length - 1))).join('')
  const hex = (length: number): string => text('0123456789abcdef', length)
  return {
    fraction,
    between,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    shuffle: (items) => shuffled(items, between),
    digits: (length) => text(decimal, length),
    hex,
    letters: (length) => text(small, length),
    alphanumeric: (length) => text(small + decimal, length),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text('89ab', 1)}${hex(3)}-${hex(12)}`,
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

function shuffled<Item>(items: readonly Item[], between: Random['between']): Item[] {
  const keyed = items.map((item) => ({ item, key: between(0, 0x7fffffff) }))
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193)
  return value >>> 0
}

/** A well-known generator of 32 bits of state: small, quick, and good enough for a story. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
