import { mark, type Mark } from './mark.ts'
import type { SqlReader } from './reader.ts'

const signs = /^[-/|&^%*]$/

const isSign = (reader: SqlReader, index: number): boolean =>
  reader.kind(index) === 'compare' || signs.test(reader.tokens[index]?.text ?? '') || reader.isWord(index, 'div', 'mod')

/**
 * `x'-0#`, `'=0--`, `'-'`, `'/1/'`: a string left only to calculate with it, which turns it into the number that every
 * name equals. Behind a quote that stands apart from the word before it a sign is one of a sentence: `press '*' now`.
 */
export function calculation(reader: SqlReader, index: number): Mark | undefined {
  const at = reader.past(index + 1, 'close')
  if (reader.kind(index) !== 'quote' || !isSign(reader, at) || !begins(reader, index)) return undefined
  const value = reader.kind(at + 1) === 'quote' ? undefined : reader.operand(at + 1)
  const end = value?.constant === undefined ? at + 1 : value.end
  const commented = end > at + 1 && reader.kind(end) === 'comment'
  if (commented && reader.isOutside(index + 1)) return mark(reader, index, 'a quote, then a calculation', 10)
  const closes = isSign(reader, end) ? end + 1 : end
  const between = reader.kind(closes) === 'quote' && endsField(reader, closes + 1)
  const sign = reader.tokens[at]?.text
  /** `5'-6'` are feet. */
  const isMeasure = value !== undefined && reader.kind(index - 1) === 'number'
  if (!between || reader.kind(at) === 'compare' || (sign === '*' && index === 0) || isMeasure) return undefined
  return mark(reader, index, 'a calculation between quotes', 10)
}

/** The first of all, or right behind a word, a number or the scheme of a URI. */
function begins(reader: SqlReader, index: number): boolean {
  const before = reader.tokens[index - 1]
  return index === 0 || (reader.tokens[index]?.gap === false && (before?.kind !== 'other' || before.text === ':'))
}

/** Also before the `@host` of a user part. */
const endsField = (reader: SqlReader, index: number): boolean =>
  reader.tokens[index] === undefined || reader.kind(index) === 'at'

/** `'+char(65)+'`, `'||version()||'`: what stands between two strings is put together with them. */
export function callBetweenQuotes(reader: SqlReader, index: number): Mark | undefined {
  if (reader.kind(index - 1) !== 'quote' || !reader.isCall(index)) return undefined
  if (reader.tokens[index + 1]?.gap !== false || reader.kind(reader.pastBrackets(index + 1)) !== 'quote')
    return undefined
  return mark(reader, index, 'a call between quotes', 6)
}

/** `100';`: the statement of the application is closed, and nothing follows yet. */
export function closedStatement(reader: SqlReader, index: number): Mark | undefined {
  const closed = reader.kind(index) === 'semicolon' && endsField(reader, index + 1)
  const quoted = reader.tokens[index - 1]?.text === "'" && reader.tokens[index - 1]?.gap === false
  if (!closed || !quoted || reader.quotes !== 1) return undefined
  return mark(reader, index, 'a quote, then the end of a statement', 10)
}
