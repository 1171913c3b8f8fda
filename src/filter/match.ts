import { contains, parseNetwork } from '../contract/ledger/address.ts'
import type { Test, Value } from './filter.ts'

/** Whether single values hold, for whoever looks at messages one by one. All of it takes time linear in the text. */

/** How letters are compared where their case does not count. */
export const foldCase = (text: string): string => text.toLowerCase()

/** @param text `undefined` when the message has no such thing: then nothing holds. */
export const testText = (test: Test, text: string | undefined): boolean =>
  text !== undefined && holds(test, (value) => textHolds(value, text))

/** Of a field with many values one has to hold. */
export const testTexts = (test: Test, texts: readonly string[]): boolean => texts.some((text) => testText(test, text))

export const testNumber = (test: Test, number: number | undefined): boolean =>
  number !== undefined && holds(test, (value) => numberHolds(value, number))

/** @param time UTC milliseconds. */
export const testTime = (test: Test, time: number | undefined): boolean =>
  time !== undefined && holds(test, (value) => timeHolds(value, time))

/** @param address RFC 5952 or dotted decimals; what is no address is in no network. */
export const testNetwork = (test: Test, address: string | undefined): boolean =>
  address !== undefined && holds(test, (value) => networkHolds(value, address))

export const testWord = (test: Test, word: string | undefined): boolean =>
  word !== undefined && holds(test, (value) => value.kind === 'word' && value.word === word)

/**
 * A number dialled as `prefix` and `core`: digits alone name the core, anything else exactly what was dialled, and a
 * pattern its end.
 */
export const testPhone = (
  test: Test,
  dialled: { readonly prefix: string; readonly core: string } | undefined,
): boolean => dialled !== undefined && holds(test, (value) => phoneHolds(value, dialled.prefix, dialled.core))

const holds = (test: Test, holdsOne: (value: Value) => boolean): boolean =>
  test.kind === 'any' || test.values.some(holdsOne)

function textHolds(value: Value, text: string): boolean {
  if (value.kind === 'text') return value.text === text
  return value.kind === 'pattern' && testPattern(value.pieces, text)
}

const numberHolds = (value: Value, number: number): boolean =>
  value.kind === 'number' && number >= (value.least ?? -Infinity) && number <= (value.most ?? Infinity)

const timeHolds = (value: Value, time: number): boolean =>
  value.kind === 'time' && time >= (value.from ?? -Infinity) && time < (value.to ?? Infinity)

function networkHolds(value: Value, address: string): boolean {
  const inner = parseNetwork(address)
  return value.kind === 'network' && inner !== undefined && contains(value.network, inner)
}

function phoneHolds(value: Value, prefix: string, core: string): boolean {
  if (value.kind === 'pattern') return testPattern(value.pieces, prefix + core)
  return value.kind === 'text' && (/^\d+$/.test(value.text) ? value.text === core : value.text === prefix + core)
}

/** Whether all of `text` is the pieces in their order with anything between them. Case does not count. */
export function testPattern(pieces: readonly string[], text: string): boolean {
  const [first = '', ...more] = pieces.map(foldCase)
  const last = more.pop()
  const whole = foldCase(text)
  if (last === undefined) return whole === first
  if (!whole.startsWith(first) || whole.length < first.length + last.length || !whole.endsWith(last)) return false
  return inOrder(more, whole.slice(first.length, whole.length - last.length))
}

/** The first place of each piece leaves most for those behind it, so that nothing is tried twice. */
function inOrder(pieces: readonly string[], text: string): boolean {
  let at = 0
  for (const piece of pieces) {
    const found = placeIn(text, piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return true
}

/** Short pieces cannot be made to cost much. */
const short = 8

/** Like `indexOf`, but for long pieces in linear time whatever both hold (Knuth, Morris, Pratt). */
function placeIn(text: string, piece: string, from: number): number {
  if (piece.length <= short) return text.indexOf(piece, from)
  const borders = bordersOf(piece)
  let matched = 0
  for (let at = from; at < text.length; at++) {
    while (matched > 0 && text.charCodeAt(at) !== piece.charCodeAt(matched)) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(at) === piece.charCodeAt(matched)) matched++
    if (matched === piece.length) return at - matched + 1
  }
  return -1
}

/** For each beginning of `piece` how much of it both begins and ends it. */
function bordersOf(piece: string): readonly number[] {
  const borders = [0]
  let border = 0
  for (let at = 1; at < piece.length; at++) {
    while (border > 0 && piece.charCodeAt(at) !== piece.charCodeAt(border)) border = borders[border - 1] ?? 0
    if (piece.charCodeAt(at) === piece.charCodeAt(border)) border++
    borders.push(border)
  }
  return borders
}
