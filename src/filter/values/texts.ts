import { rfcMethods } from '../../sip/message/methods.ts'
import { visible } from '../../sip/text/visible.ts'
import type { TextForm } from '../field.ts'
import type { Value } from '../filter.ts'
import { nearestWords } from '../nearest.ts'
import { quoteValue } from '../parse/quoting.ts'
import type { RawValue } from '../parse/tokens.ts'
import { readCountry } from './country.ts'
import { hasQuotes, piecesOf, textOf, type Reader, type ReadValue } from './reader.ts'

/** Text as it is, or a pattern where a star stands outside quotes. */
export const readText: ReadValue = (raw, field, reader) => {
  if (field.type.kind !== 'text') return undefined
  const [first] = raw.chunks
  if (first?.quoted === false && /^[<>]/.test(first.text)) return refuseOrder(raw, field.name, reader)
  const pieces = piecesOf(raw, reader)
  const formed = forms[field.type.form](raw, pieces, reader)
  return formed && [formed.length === 1 ? { kind: 'text', text: formed[0] ?? '' } : patternOf(formed)]
}

/** Stars side by side mean one. */
function patternOf(pieces: readonly string[]): Value {
  return { kind: 'pattern', pieces: pieces.filter((piece, at) => piece !== '' || at === 0 || at === pieces.length - 1) }
}

function refuseOrder(raw: RawValue, name: string, reader: Reader): undefined {
  const message = `${name} is text, and text has no order; in quotes the sign is searched for as it is.`
  return reader.notes.error(raw.place, message, [quoteValue(textOf(raw, reader))])
}

type Form = (raw: RawValue, pieces: readonly string[], reader: Reader) => readonly string[] | undefined

const forms: Readonly<Record<TextForm, Form>> = {
  any: (_raw, pieces) => pieces,
  label: (_raw, pieces) => pieces.map((piece) => piece.toLowerCase()),
  method: readMethod,
  country: readCountry,
  dialled: readDialled,
}

/** Names of methods are capitals; what somebody else sent is found in quotes, as it was sent. */
function readMethod(raw: RawValue, pieces: readonly string[], { notes }: Reader): readonly string[] {
  const [only = '', ...more] = pieces
  const known = rfcMethods.find((method) => method === only.toUpperCase())
  if (hasQuotes(raw) || more.length > 0) return pieces
  if (known !== undefined) return [known]
  notes.hint(raw.place, `No RFC has a method ${visible(only)}; it is searched for all the same.`, nearestMethods(only))
  return pieces
}

const nearestMethods = (typed: string): readonly string[] => nearestWords(typed, rfcMethods)

function readDialled(raw: RawValue, pieces: readonly string[], { notes }: Reader): readonly string[] | undefined {
  const digits = pieces.map((piece) => piece.replace(/[-. ()]/g, ''))
  if (digits.every((piece) => /^[\d+*#]*$/.test(piece))) return digits
  return notes.error(raw.place, 'What is dialled in front of a number is made of digits, +, * and #.')
}
