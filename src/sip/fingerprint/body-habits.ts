import { hashSeed, mix } from './header-names.ts'

/** Habits of a session description (RFC 8866). Reused for every message: what was read last lies in the fields. */
export class BodyHabits {
  /** Nothing, SDP, or something else. */
  kind = none
  /** Name (2 bits), numbers (4 bits each), equal (1 bit) of the `o=` line. */
  origin = 0
  /** Hash of what stands behind `s=`, 24 bits; -1 without such a line. */
  session = -1
  /** Letters of the first lines, runs folded, five bits each, in two numbers of six. */
  early = 0
  late = 0

  read(bytes: Uint8Array, from: number, to: number): void {
    this.kind = to <= from ? none : isSdp(bytes, from) ? sdp : otherBody
    this.origin = this.early = this.late = 0
    this.session = -1
    if (this.kind === sdp) this.#lines(bytes, from, Math.min(to, from + longestHead))
  }

  /** Up to the first medium: what follows depends on codecs and not on the program. */
  #lines(bytes: Uint8Array, from: number, end: number): void {
    let last = 0
    let count = 0
    for (let at = from; at < end && count < mostLetters;) {
      const letter = letterOf(bytes[at] ?? 0)
      if (letter !== last) this.#letter(letter, count++)
      last = letter
      if (letter === mediaLine) return
      const behind = endOfLine(bytes, at, end)
      this.#line(bytes, letter, at, behind)
      at = behind
      while (at < end && (bytes[at] === LF || bytes[at] === CR)) at++
    }
  }

  #line(bytes: Uint8Array, letter: number, at: number, behind: number): void {
    if (bytes[at + 1] !== 61) return
    if (letter === sessionLine && this.session === -1) this.session = valueHash(bytes, at + 2, behind)
    else if (letter === originLine && this.origin === 0) this.origin = originOf(bytes, at + 2, behind)
  }

  #letter(letter: number, count: number): void {
    if (count < 6) this.early |= letter << (count * 5)
    else this.late |= letter << ((count - 6) * 5)
  }
}

const none = 0
const sdp = 1
const otherBody = 2
const LF = 10
const CR = 13
const longestHead = 256
const mostLetters = 10
const originLine = 15
const sessionLine = 19
const mediaLine = 13

const isSdp = (bytes: Uint8Array, at: number): boolean => bytes[at] === 118 && bytes[at + 1] === 61

function endOfLine(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== LF && bytes[at] !== CR) at++
  return at
}

/** 1 to 26, or 31 for what is no small letter. */
const letterOf = (byte: number): number => (byte >= 97 && byte <= 122 ? byte - 96 : 31)

/**
 * 24 bits of a hash of the length and every third byte: tells lists and names of programs apart without keeping them, and
 * another order of a list as well.
 */
export function valueHash(bytes: Uint8Array, from: number, to: number): number {
  const end = Math.min(to, from + longestHashed)
  let hash = mix(hashSeed, end - from)
  for (let at = from; at < end; at += 3) hash = mix(hash, bytes[at] ?? 0)
  return (hash ^ (hash >>> 24)) & 0xffffff
}
const longestHashed = 512

/** The same of a text. */
export const textHash = (text: string): number =>
  valueHash(
    Uint8Array.from(text, (character) => character.charCodeAt(0)),
    0,
    text.length,
  )

const dashName = 1
const textName = 2
const numberLengths = ['', '4', '12', '+', 'x'] as const

/** `o=name id version …` (RFC 8866 §5.2): who is behind the name changes, how long the numbers are does not. */
function originOf(bytes: Uint8Array, from: number, to: number): number {
  const name = endOfWord(bytes, from, to)
  const id = endOfWord(bytes, name + 1, to)
  const version = endOfWord(bytes, id + 1, to)
  const named = name === from + 1 && bytes[from] === 45 ? dashName : textName
  const equal = sameBytes(bytes, name + 1, id, id + 1, version)
  return (
    named |
    (lengthOfNumber(bytes, name + 1, id) << 2) |
    (lengthOfNumber(bytes, id + 1, version) << 6) |
    (equal ? 1 << 10 : 0)
  )
}

function endOfWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== 32) at++
  return at
}

function lengthOfNumber(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) < 48 || (bytes[at] ?? 0) > 57) return 4
  const size = to - from
  if (size <= 0) return 0
  return size <= 4 ? 1 : size <= 12 ? 2 : 3
}

function sameBytes(bytes: Uint8Array, from: number, to: number, from2: number, to2: number): boolean {
  if (to - from !== to2 - from2 || to <= from) return false
  for (let at = 0; at < to - from; at++) if (bytes[from + at] !== bytes[from2 + at]) return false
  return true
}

export const hexText = (hash: number): string => hash.toString(16).padStart(6, '0')

/** e.g. `vosctma` and the origin: `-` or `n` (a name), lengths of its numbers, `=` when they are equal. */
export function bodyText(kind: number, origin: number, session: number, early: number, late: number): string {
  if (kind === none) return '-'
  if (kind === otherBody) return 'other'
  let letters = ''
  for (let at = 0; at < mostLetters; at++) {
    const letter = at < 6 ? (early >> (at * 5)) & 31 : (late >> ((at - 6) * 5)) & 31
    if (letter > 0) letters += letter === 31 ? '?' : String.fromCharCode(96 + letter)
  }
  return `${letters} ${originText(origin)} ${session === -1 ? '-' : hexText(session)}`
}

function originText(origin: number): string {
  if (origin === 0) return '-'
  const numbers = [numberLengths[(origin >> 2) & 15], numberLengths[(origin >> 6) & 15]]
  return `o${(origin & 3) === dashName ? '-' : 'n'}${numbers.join(',')}${(origin & (1 << 10)) === 0 ? '' : '='}`
}
