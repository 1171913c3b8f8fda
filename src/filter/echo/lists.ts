import { visible } from '../../sip/text/visible.ts'
import type { Value } from '../filter.ts'

/** More values than anybody reads in a line. */
const mostShown = 8

/** `a`, `a or b`, `a, b or c`, and how many more there are. */
export function orList(items: readonly string[]): string {
  const shown = items.length > mostShown ? [...items.slice(0, mostShown - 1), more(items.length)] : items
  const last = shown.at(-1) ?? ''
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} or ${last}`
}

const more = (count: number): string => `${count - mostShown + 1} more`

const simple = /^[\p{L}\p{N}+*#][\p{L}\p{N}@._:+*#/-]*$/u
const longest = 80

/** Somebody's text within a sentence: in quotes where it could be mistaken for the sentence, and always harmless. */
export function shown(text: string): string {
  const safe = visible(cut(text))
  return simple.test(safe) && !joints.has(safe.toLowerCase()) ? safe : `“${safe}”`
}

/** The beginning of what is too long for a line. */
export const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

const joints: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'on', 'from', 'to', 'the', 'a'])

/** `scanner`, `containing scan`, `starting with sip`, `ending in -1`, `like a*b`. */
export function textItem(value: Value): string {
  if (value.kind === 'text') return shown(value.text)
  if (value.kind !== 'pattern') return ''
  const [first = '', ...rest] = value.pieces
  const last = rest.at(-1) ?? ''
  const [, middle = ''] = value.pieces
  if (value.pieces.length === 2 && last === '') return `starting with ${shown(first)}`
  if (value.pieces.length === 2 && first === '') return `ending in ${shown(last)}`
  if (value.pieces.length === 3 && first === '' && last === '') return `containing ${shown(middle)}`
  return `like ${shown(value.pieces.join('*'))}`
}

export const hasPatterns = (values: readonly Value[]): boolean => values.some(({ kind }) => kind === 'pattern')

export const wordsOf = (values: readonly Value[]): readonly string[] =>
  values.flatMap((value) => (value.kind === 'word' ? [value.word] : []))

export const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** `404`, `400 or more`, `up to 399`, `400 to 499`, with `AS` in front or a unit behind. */
export function numberItem(value: Value, prefix = '', unit = ''): string {
  if (value.kind !== 'number') return ''
  const { least, most } = value
  if (least === undefined) return `up to ${prefix}${most ?? ''}${unit}`
  if (most === undefined) return `${prefix}${least}${unit} or more`
  return least === most ? `${prefix}${least}${unit}` : `${prefix}${least} to ${prefix}${most}${unit}`
}
