import type { Field } from '../fields.ts'
import type { Value } from '../filter.ts'
import type { Notes } from '../notes.ts'
import { unquoted } from '../parse/quoting.ts'
import type { RawValue } from '../parse/tokens.ts'
import type { Clock } from '../times/span.ts'

/** What is read against, and where trouble is told. */
export interface Reader extends Clock {
  readonly notes: Notes
}

/** Makes values of what stands between two commas; `undefined` when it is an error. */
export type ReadValue = (raw: RawValue, field: Field, reader: Reader) => readonly Value[] | undefined

/** All of it as text; a star outside quotes is just a star. */
export const textOf = (raw: RawValue, { notes }: Reader): string =>
  raw.chunks.map((chunk) => (chunk.quoted ? unquoted(chunk, notes) : chunk.text)).join('')

export const hasQuotes = (raw: RawValue): boolean => raw.chunks.some(({ quoted }) => quoted)

/** Nothing but a star outside quotes. */
export const isStar = ({ chunks: [only, ...more] }: RawValue): boolean =>
  more.length === 0 && only?.quoted === false && only.text === '*'

/** What is between the stars outside quotes; one piece when there is none. */
export function piecesOf(raw: RawValue, { notes }: Reader): readonly string[] {
  const pieces = ['']
  for (const chunk of raw.chunks) {
    const [first = '', ...more] = chunk.quoted ? [unquoted(chunk, notes)] : chunk.text.split(/\*+/)
    pieces.push(`${pieces.pop() ?? ''}${first}`, ...more)
  }
  return pieces
}

export interface Bounds {
  readonly sign: '>' | '>=' | '<' | '<=' | '..' | '='
  /** One text; two for `..`, of which one may be empty. */
  readonly ends: readonly [string, string]
}

/** `>=400`, `400..499`, or a single value, which has the sign `=`. */
export function boundsOf(text: string): Bounds {
  const [, sign, rest = ''] = /^(>=|<=|>|<)([^]*)$/.exec(text) ?? []
  if (sign !== undefined) return { sign: sign as '>' | '>=' | '<' | '<=', ends: [rest, ''] }
  const at = text.indexOf('..')
  if (at < 0) return { sign: '=', ends: [text, ''] }
  return { sign: '..', ends: [text.slice(0, at), text.slice(at + 2)] }
}
