import { isCounters, isDigits, isHex, readAsHex, shapeOf, special, specials, type Shape } from './shape.ts'

/** How a branch begins (bits 20 to 23 of its shape), before what is random in it. */
const branchStarts = ['', 'z', 'z-', 'z.', 'zP', 'zD', 'zR'] as const
const [noCookie, plain, dashed, dotted, pjsip, counterpath, resiprocate] = [0, 1, 2, 3, 4, 5, 6]

export const branchStartText = (shape: Shape): string => branchStarts[(shape >> 20) & 15] ?? ''

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const cookie = ascii('z9hG4bK')
const laterResiprocate = ascii('-524287-')
const earlierResiprocate = ascii('-d8')
const sippTag = ascii('SIPpTag')
const asteriskTag = ascii('as')
const firstContact = ascii('3206210844')

function startsWith(bytes: Uint8Array, from: number, to: number, wanted: Uint8Array): boolean {
  if (to - from < wanted.length) return false
  for (let at = 0; at < wanted.length; at++) if (bytes[from + at] !== wanted[at]) return false
  return true
}

/** Shape of a branch behind its start. `restOfBranch` says where that is. */
export function branchShape(bytes: Uint8Array, from: number, to: number): Shape {
  const start = branchStart(bytes, from, to)
  const rest = from + startLength(start)
  const shape = shapeOf(bytes, rest, to)
  if (start === plain || start === dotted) return readAsHex(shape, to - rest) | (start << 20)
  if (isDigits(shape) && to - rest === 10 && areDistinct(bytes, rest)) {
    return special(specials.distinct) | (start << 20)
  }
  if (start === dashed && isCounters(shape) && dashesIn(bytes, rest, to) === 2) {
    return special(specials.counters) | (start << 20)
  }
  return shape | (start << 20)
}

function dashesIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (bytes[at] === 45) count++
  return count
}

export const restOfBranch = (shape: Shape, from: number): number => from + startLength((shape >> 20) & 15)

function branchStart(bytes: Uint8Array, from: number, to: number): number {
  if (!startsWith(bytes, from, to, cookie)) return noCookie
  const rest = from + cookie.length
  if (bytes[rest] === 80 && bytes[rest + 1] === 106) return pjsip
  if (bytes[rest] === 46) return dotted
  if (bytes[rest] !== 45) return plain
  if (startsWith(bytes, rest, to, earlierResiprocate)) return counterpath
  return startsWith(bytes, rest, to, laterResiprocate) ? resiprocate : dashed
}

function startLength(start: number): number {
  if (start === noCookie) return 0
  if (start === plain) return 7
  if (start === pjsip) return 9
  return start === resiprocate ? 15 : 8
}

function areDistinct(bytes: Uint8Array, from: number): boolean {
  let seen = 0
  for (let at = from; at < from + 10; at++) seen |= 1 << ((bytes[at] ?? 48) - 48)
  return seen === 0x3ff
}

export function tagShape(bytes: Uint8Array, from: number, to: number): Shape {
  const shape = shapeOf(bytes, from, to)
  if (shape === 0) return 0
  if (isHex(shape)) {
    const state = bytes[to - 2] === 51 || to - from === firstContact.length ? stateOf(bytes, from, to) : specials.none
    return state === specials.none ? readAsHex(shape, to - from) : special(state)
  }
  if (startsWith(bytes, from, to, asteriskTag) && isHex(shapeOf(bytes, from + 2, to)) && to - from === 10) {
    return special(specials.asterisk) | readAsHex(shapeOf(bytes, from + 2, to), to - from - 2)
  }
  return holdsSippTag(bytes, from, to) ? special(specials.sipp) : shape
}

/** Digits, `SIPpTag`, digits, as sipp's own scenarios write it. */
function holdsSippTag(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && isDigit(bytes[at] ?? 0)) at++
  return at > from && startsWith(bytes, at, to, sippTag) && isDigit(bytes[at + sippTag.length] ?? 0)
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57

/** Longer tags hold no state that SIPVicious would read back. */
const longestState = 1024

/** SIPVicious' tag: state, 0x01 and a decimal number, all as hexadecimal text; read from its end. */
function stateOf(bytes: Uint8Array, from: number, to: number): number {
  if (startsWith(bytes, from, to, firstContact) && to - from === firstContact.length) return specials.first
  if ((to - from) % 2 === 1 || to - from > longestState) return specials.none
  let at = to
  while (at - 2 >= from && bytes[at - 2] === 51 && isDigit(bytes[at - 1] ?? 0)) at -= 2
  if (at === to || at - 2 <= from || bytes[at - 2] !== 48 || bytes[at - 1] !== 49) return specials.none
  return kindOfState(bytes, from, at - 2)
}

/** A colon stands between user and password; twelve hexadecimal digits are an address and a port. */
function kindOfState(bytes: Uint8Array, from: number, to: number): number {
  let guess = false
  let address = to - from === 24
  for (let at = from; at < to; at += 2) {
    const high = bytes[at] ?? 0
    const low = bytes[at + 1] ?? 0
    if (high === 48 && low === 49) return specials.none
    if (high === 51 && (low | 32) === 97) guess = true
    address &&= (high === 51 && isDigit(low)) || (high === 54 && low >= 49 && low <= 54)
  }
  if (guess) return specials.guess
  return address ? specials.target : specials.extension
}

/**
 * svwar and svcrack write the same user into From as into the tag: a state that is that user is an extension, even one
 * of twelve digits, which could be an address and a port, or one with a colon.
 */
export function stateIsUser(bytes: Uint8Array, tagFrom: number, tagTo: number, from: number, to: number): boolean {
  let state = tagTo
  while (state > tagFrom && bytes[state - 2] === 51) state -= 2
  const size = (state - 2 - tagFrom) / 2
  for (let at = from; at + size + 1 < to; at++) {
    if (bytes[at] === 58 && bytes[at + size + 1] === 64 && isState(bytes, tagFrom, at + 1, size)) return true
  }
  return false
}

function isState(bytes: Uint8Array, tag: number, text: number, size: number): boolean {
  for (let at = 0; at < size; at++) {
    const byte = (hexFigure(bytes[tag + 2 * at] ?? 0) << 4) | hexFigure(bytes[tag + 2 * at + 1] ?? 0)
    if (byte !== bytes[text + at]) return false
  }
  return true
}

export const hexFigure = (byte: number): number => (byte <= 57 ? byte - 48 : (byte | 32) - 87)
