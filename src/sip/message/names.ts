import { compactNames, knownNames } from './known-names.ts'

/** Lower-case long name of a header, however it was written. */
export function headerKey(name: string): string {
  const lower = name.toLowerCase()
  return lower.length === 1 ? (compactNames.get(lower) ?? lower) : lower
}

/** `token` of RFC 3261 §25.1: what method and header names are made of. */
const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/
export const isToken = (text: string): boolean => tokenPattern.test(text)

/** Number of a known name by its key, from 1 on; 0 for all others. */
export const idOfKey = (key: string): number => keys.indexOf(key, 1)

/** The key of a known name by its number. */
export const keyOfId = (id: number): string => keys[id] ?? ''

const keys: readonly string[] = ['', ...knownNames.map((name) => name.toLowerCase())]

/** A power of two, several times the number of spellings, so that most have a slot of their own. */
const slots = 2048
const spelled: (Uint8Array | undefined)[] = new Array<undefined>(slots)
/** The number of the name so spelled, and `otherSpelling` unless it is the standard's own spelling. */
const found = new Uint8Array(slots)
const otherSpelling = 128

/** Takes one more character of a name into its hash. */
export const hashStep = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0

for (const [at, name] of knownNames.entries()) {
  remember(name, at + 1)
  remember(name.toLowerCase(), (at + 1) | otherSpelling)
}
for (const [letter, key] of compactNames) remember(letter, idOfKey(key) | otherSpelling)

function remember(name: string, id: number): void {
  const letters = Uint8Array.from(name, (letter) => letter.charCodeAt(0))
  let slot = letters.reduce(hashStep, 0) & (slots - 1)
  while (spelled[slot] !== undefined) slot = (slot + 1) & (slots - 1)
  spelled[slot] = letters
  found[slot] = id
}

/**
 * The known name that stands in `bytes`, without making a text of it: its number, negative when it is written in another
 * way than the standard's (`via`, `VIA`, `v`); 0 for all others.
 *
 * @param hash made of the name's characters by `hashStep`, from 0.
 */
export function knownName(bytes: Uint8Array, start: number, end: number, hash: number): number {
  return look(bytes, start, end, hash, 0) || lookInSmall(bytes, start, end)
}

/** Setting this bit makes letters lower-case; no other visible byte becomes a letter or a hyphen by it. */
const small = 0x20

function lookInSmall(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let at = start; at < end; at++) hash = hashStep(hash, (bytes[at] ?? 0) | small)
  return look(bytes, start, end, hash, small)
}

function look(bytes: Uint8Array, start: number, end: number, hash: number, bit: number): number {
  for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const name = spelled[slot]
    if (name === undefined) return 0
    if (name.length === end - start && stands(bytes, start, name, bit)) return signed(found[slot] ?? 0)
  }
}

const signed = (entry: number): number => (entry < otherSpelling ? entry : otherSpelling - entry)

function stands(bytes: Uint8Array, start: number, name: Uint8Array, bit: number): boolean {
  for (let at = 0; at < name.length; at++) {
    if (((bytes[start + at] ?? 0) | bit) !== name[at]) return false
  }
  return true
}
