import { compactNames, knownNames } from './known-names.ts'

/** Lower-case long name of a header, however it was written. */
export function headerKey(name: string): string {
  const lower = name.toLowerCase()
  return lower.length === 1 ? (compactNames.get(lower) ?? lower) : lower
}

/** `token` of RFC 3261 §25.1: what method and header names are made of. */
const tokenPattern = /^[A-Za-z0-9\-.!%*_+`'~]+$/
export const isToken = (text: string): boolean => tokenPattern.test(text)

/** A power of two, several times the number of names, so that most have a slot of their own. */
const slots = 1024
const written: (string | undefined)[] = new Array<undefined>(slots)
const keys: string[] = new Array<string>(slots).fill('')

/** Takes one more character of a name into its hash; upper and lower case letters count the same. */
export const hashStep = (hash: number, code: number): number => (Math.imul(hash, 31) + (code | 0x20)) | 0

for (const name of knownNames) remember(name, name)
for (const [letter, name] of compactNames) remember(letter, name)

function remember(name: string, key: string): void {
  let hash = 0
  for (let at = 0; at < name.length; at++) hash = hashStep(hash, name.charCodeAt(at))
  let slot = hash & (slots - 1)
  while (written[slot] !== undefined) slot = (slot + 1) & (slots - 1)
  written[slot] = name
  keys[slot] = key
}

/**
 * The key of a known name that stands in `bytes`, without making a text of it; `undefined` for all others.
 *
 * @param hash made of the name's characters by `hashStep`, from 0.
 */
export function knownKey(bytes: Uint8Array, start: number, end: number, hash: number): string | undefined {
  for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const name = written[slot]
    if (name === undefined) return undefined
    if (name.length === end - start && stands(bytes, start, name)) return keys[slot]
  }
}

/** Setting the bit 0x20 makes letters lower-case; no other visible byte becomes a letter or a hyphen by it. */
function stands(bytes: Uint8Array, start: number, name: string): boolean {
  for (let at = 0; at < name.length; at++) {
    if (((bytes[start + at] ?? 0) | 0x20) !== name.charCodeAt(at)) return false
  }
  return true
}
