/**
 * What a random-looking text is made of: the kinds of its characters and a class of its length. Two texts of one
 * generator have one shape, whatever they say.
 */
export type Shape = number

const digit = 1
const lowerHex = 2
const lower = 4
const upperHex = 8
const upper = 16
const dash = 32
const punctuation = 64
const other = 128

const kinds = new Uint8Array(256).fill(other)
const kind = (characters: string, bits: number): void => {
  for (const character of characters) kinds[character.charCodeAt(0)] = bits
}
kind('0123456789', digit)
kind('abcdef', lowerHex)
kind('ghijklmnopqrstuvwxyz', lower)
kind('ABCDEF', upperHex)
kind('GHIJKLMNOPQRSTUVWXYZ', upper)
// As much a part of the alphabet of random texts as letters are.
kind('_', lower | upper)
kind('-', dash)
kind(".!%*+`'~=/:", punctuation)

/** Longer ones are all alike. */
const longest = 100

/** Upper ends of the classes of length. A text of digits is a number, whose length varies with its value. */
const lengths = [4, 8, 16, 24, 31, 32, 35, 36, 48, 64, 80, longest] as const
const digitLengths = [4, 6, 12, 20, 40, longest] as const
const sixteen = 16

/** Class of each length up to the longest. */
const classes = (ends: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: longest + 1 }, (_, size) => ends.findIndex((end) => size <= end))
const lengthClass = classes(lengths)
const digitClass = classes(digitLengths)
const eight = lengths.indexOf(8)

const uuidShape = 1 << 12

/** Shapes that a program's own rule makes, told by `special`. */
export const specials = {
  none: 0,
  target: 1,
  extension: 2,
  guess: 3,
  first: 4,
  sipp: 5,
  asterisk: 6,
  distinct: 7,
  counters: 8,
} as const
const specialTexts = ['', 'vt', 've', 'vg', 'vf', 'S', 'as', 'p10', 'd-d-d'] as const
export const special = (which: number): Shape => which << 16

/** Kinds of characters (8 bits), class of length (4 bits), UUID (1 bit); 0 for an empty text. */
export function shapeOf(bytes: Uint8Array, from: number, to: number): Shape {
  const size = to - from
  if (size <= 0) return 0
  const end = size > longest ? from + longest : to
  let bits = 0
  for (let at = from; at < end; at++) bits |= kinds[bytes[at] ?? 0] ?? other
  if (size === 36 && isUuid(bytes, from, bits)) return bits | ((lengthClass[size] ?? 0) << 8) | uuidShape
  return bits | (classOf(bits, Math.min(size, longest)) << 8)
}

function classOf(bits: number, size: number): number {
  if (bits === digit) return digitClass[size] ?? 0
  // Counters parted by dashes grow while a tool runs, which must not make it another tool.
  return lengthClass[bits === (digit | dash) && size < sixteen ? sixteen : size] ?? 0
}

/** Seven or eight digits may as well be a hexadecimal number without letters: where those are usual they count as such. */
export const readAsHex = (shape: Shape, size: number): Shape =>
  shape === numberShape && (size === 7 || size === 8) ? digit | lowerHex | (eight << 8) : shape

const numberShape = digit | (digitLengths.indexOf(12) << 8)

/** Whether only hexadecimal digits stand in it. */
export const isHex = (shape: Shape): boolean => (shape & 0xff & ~(digit | lowerHex | upperHex)) === 0
export const isCounters = (shape: Shape): boolean => (shape & 0xff) === (digit | dash)
export const isDigits = (shape: Shape): boolean => (shape & 0xff) === digit

function isUuid(bytes: Uint8Array, from: number, bits: number): boolean {
  if ((bits & ~(digit | lowerHex | upperHex | dash)) !== 0) return false
  for (const at of [8, 13, 18, 23]) if (bytes[from + at] !== 45) return false
  return true
}

/** e.g. `d12` (a number of up to 12 digits), `h8` (up to 8 hexadecimal digits), `u36` (a UUID), `-` (nothing). */
export function shapeText(shape: Shape): string {
  const which = (shape >> 16) & 15
  const own = specialTexts[which] ?? ''
  if (which !== specials.none && which !== specials.asterisk) return own
  const plain = shape & 0x1fff
  if (plain === 0) return own === '' ? '-' : own
  const classes = (plain & 0xff) === digit ? digitLengths : lengths
  const size = classes[(plain >> 8) & 15] ?? longest
  return `${own}${letterOf(plain)}${size === longest ? '+' : size}`
}

function letterOf(shape: Shape): string {
  if ((shape & uuidShape) !== 0) return 'u'
  if ((shape & other) !== 0) return 'x'
  const marks = `${(shape & dash) === 0 ? '' : '-'}${(shape & punctuation) === 0 ? '' : '.'}`
  return `${alphabet(shape & 31)}${marks}`
}

function alphabet(bits: number): string {
  const low = (bits & (lowerHex | lower)) !== 0
  const high = (bits & (upperHex | upper)) !== 0
  if (low && high) return 'a'
  if (bits === 0 || bits === digit) return 'd'
  if (bits === lowerHex || bits === (digit | lowerHex)) return 'h'
  if (bits === upperHex || bits === (digit | upperHex)) return 'H'
  if ((bits & digit) === 0) return low ? 'l' : 'L'
  return low ? 'n' : 'N'
}
