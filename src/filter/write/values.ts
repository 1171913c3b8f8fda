import { rfcMethods } from '../../sip/message/methods.ts'
import { fieldOf, type FieldName } from '../fields.ts'
import type { Test, Value } from '../filter.ts'
import { isPlain, quoted, quoteValue } from '../parse/quoting.ts'

/** What stands behind the colon. */
export function writeTest(name: FieldName, test: Test): string {
  return test.kind === 'any' ? '*' : test.values.map((value) => writeValue(name, value)).join(',')
}

export function writeValue(name: FieldName, value: Value): string {
  switch (value.kind) {
    case 'text':
      return writePlain(name, value.text)
    case 'pattern':
      return writePattern(value.pieces)
    case 'number':
      return writeNumber(value)
    case 'time':
      return writeTime(name, value)
    case 'network':
      return value.network.text
    case 'word':
      return value.word
  }
}

/** Text that is exactly meant, with quotes where the field would read something else into it. */
export function writePlain(name: FieldName, text: string): string {
  const { type } = fieldOf(name)
  const isOtherMethod = type.kind === 'text' && type.form === 'method' && !isMethod(text)
  return isOtherMethod ? quoted(text) : quoteValue(text)
}

const isMethod = (text: string): boolean => rfcMethods.some((method) => method === text)

/** A piece in quotes keeps its own stars and spaces. */
function writePattern(pieces: readonly string[]): string {
  return pieces.map((piece, at) => writePiece(piece, at === 0)).join('*')
}

function writePiece(piece: string, isFirst: boolean): string {
  if (piece === '') return ''
  return isPlain(isFirst ? piece : `x${piece}`) ? piece : quoted(piece)
}

function writeNumber({ least, most }: Extract<Value, { kind: 'number' }>): string {
  if (least === undefined) return `<=${most ?? ''}`
  if (most === undefined) return `>=${least}`
  return least === most ? String(least) : `${least}..${most}`
}

function writeTime(name: FieldName, { from, to }: Extract<Value, { kind: 'time' }>): string {
  if (name === 'since' || name === 'until') return isoTime(from ?? to ?? 0)
  if (from !== undefined && to !== undefined) return `${isoTime(from)}..${isoTime(to)}`
  return from === undefined ? `<${isoTime(to ?? 0)}` : `>=${isoTime(from)}`
}

/** `2026-03-01T10:00Z`, with seconds and their fraction only when they say something. */
export const isoTime = (time: number): string => new Date(time).toISOString().replace(/(?::00)?\.000Z$/, 'Z')
