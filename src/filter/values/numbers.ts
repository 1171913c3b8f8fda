import { visible } from '../../sip/text/visible.ts'
import type { Value } from '../filter.ts'
import type { RawValue } from '../parse/tokens.ts'
import { boundsOf, textOf, type Bounds, type Reader, type ReadValue } from './reader.ts'

type Range = Extract<Value, { kind: 'number' }>

/** Whole numbers, ranges with both ends, `4xx` for status codes and `AS64500` for networks. */
export const readNumber: ReadValue = (raw, field, reader) => {
  const text = textOf(raw, reader)
  const [, hundred] = /^(\d)xx$/i.exec(field.name === 'code' ? text : '') ?? []
  if (hundred !== undefined) return [{ kind: 'number', least: Number(hundred) * 100, most: Number(hundred) * 100 + 99 }]
  const bounds = boundsOf(field.name === 'asn' ? text.replace(/(^|[<>=.])as(?=\d)/gi, '$1') : text)
  const range = rangeOf(bounds)
  return range ? checked(range, raw, reader) : refuse(text, raw, field.name, reader)
}

function rangeOf({ sign, ends: [first, second] }: Bounds): Range | undefined {
  const a = wholeNumber(first)
  const b = wholeNumber(second)
  if (sign === '..') return rangeBetween(first, second, a, b)
  if (a === undefined) return undefined
  if (sign === '=') return { kind: 'number', least: a, most: a }
  if (sign === '>' || sign === '>=') return { kind: 'number', least: sign === '>' ? a + 1 : a }
  return { kind: 'number', most: sign === '<' ? a - 1 : a }
}

function rangeBetween(first: string, second: string, a?: number, b?: number): Range | undefined {
  const unread = (first !== '' && a === undefined) || (second !== '' && b === undefined)
  if (unread || (a === undefined && b === undefined)) return undefined
  return { kind: 'number', ...(a !== undefined && { least: a }), ...(b !== undefined && { most: b }) }
}

/** Fifteen digits are exact in a number. */
const wholeNumber = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined)

function checked(range: Range, raw: RawValue, { notes }: Reader): readonly Value[] | undefined {
  const { least = 0, most = Infinity } = range
  if (most < 0) return notes.error(raw.place, 'Nothing is less than 0.')
  if (least <= most) return [range]
  notes.hint(raw.place, 'The range ends before it begins; it is read the other way round.', [`${most}..${least}`])
  return [{ kind: 'number', least: most, most: least }]
}

function refuse(text: string, raw: RawValue, name: string, { notes }: Reader): undefined {
  const [, stars] = /^(\d)\**$/.exec(text.replace(/x/gi, '*')) ?? []
  const examples = name === 'code' ? '404, 4xx, 400..499 or >=400' : '100, 100..200, >=100 or <100'
  const message = `${visible(text)} is no number: ${name} takes whole numbers, such as ${examples}.`
  return notes.error(raw.place, message, name === 'code' && stars !== undefined ? [`${stars}xx`] : [])
}
