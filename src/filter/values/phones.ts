import { splitDialled } from '../../sip/number/split.ts'
import { visible } from '../../sip/text/visible.ts'
import type { Value } from '../filter.ts'
import type { RawValue } from '../parse/tokens.ts'
import { piecesOf, type Reader, type ReadValue } from './reader.ts'

/** An end of fewer digits would be that of half of all numbers. */
export const fewestEndDigits = 5
/** What has fewer digits is no number but an extension. */
const fewestDigits = 7
const mostDigits = 40

/** A core in digits, `+` and digits for exactly what was dialled, or a star and the last digits. */
export const readPhone: ReadValue = (raw, _field, reader) => {
  const pieces = piecesOf(raw, reader).map((piece) => piece.replace(/[-. ()]/g, ''))
  if (pieces.some((piece) => !/^[\d+*#]*$/.test(piece) || piece.length > mostDigits)) return refuse(raw, reader)
  const [first = '', last, ...more] = pieces
  if (last === undefined) return whole(first, raw, reader)
  if (first !== '' || more.length > 0 || !/^\d+$/.test(last)) return refuseStar(raw, reader)
  return end(last, raw, reader)
}

function refuse(raw: RawValue, { notes }: Reader): undefined {
  const forms = '46850780296 behind any prefix, +46850780296 exactly as dialled, or *780296 for its end'
  return notes.error(raw.place, `This is no number that can be dialled: write ${forms}.`)
}

function refuseStar(raw: RawValue, { notes }: Reader): undefined {
  return notes.error(
    raw.place,
    'Of a number only the end can be left open in front: *780296. Its prefix has prefix:900.',
  )
}

function end(digits: string, raw: RawValue, { notes }: Reader): readonly Value[] | undefined {
  if (digits.length >= fewestEndDigits) return [{ kind: 'pattern', pieces: ['', digits] }]
  const message = `The end of a number needs at least ${fewestEndDigits} digits; *${digits} has ${digits.length}.`
  return notes.error(raw.place, message)
}

function whole(text: string, raw: RawValue, reader: Reader): readonly Value[] | undefined {
  if (!/\d/.test(text)) return refuse(raw, reader)
  if (/^\d+$/.test(text)) hintAtCore(text, raw, reader)
  return [{ kind: 'text', text }]
}

/** A core stands without its prefix, and an extension is a user. */
function hintAtCore(digits: string, raw: RawValue, { notes }: Reader): void {
  const core = digits.slice(digits.length - splitDialled(digits).length)
  if (digits.length < fewestDigits) {
    notes.hint(raw.place, `Numbers have ${fewestDigits} digits and more; extensions are found by user:${digits}.`)
  } else if (core.length < digits.length) {
    const prefix = visible(digits.slice(0, digits.length - core.length))
    notes.hint(raw.place, `This looks like the number ${core} behind the prefix ${prefix}.`, [core])
  }
}
