import type { Field } from '../fields.ts'
import type { Place, Test } from '../filter.ts'
import type { ValueType } from '../field.ts'
import type { RawValue } from '../parse/tokens.ts'
import { readNetwork } from './networks.ts'
import { readNumber } from './numbers.ts'
import { readPhone } from './phones.ts'
import { isStar, type Reader, type ReadValue } from './reader.ts'
import { readText } from './texts.ts'
import { readTimes } from './times.ts'
import { readWord } from './words.ts'

/** More in one list is no filter but a file. */
export const mostValues = 500

const readers: Readonly<Record<ValueType['kind'], ReadValue>> = {
  text: readText,
  number: readNumber,
  time: readTimes,
  network: readNetwork,
  phone: readPhone,
  words: readWord,
}

/** What the values behind a field's colon ask. `undefined` when one is an error, which is then in the notes. */
export function readTest(raws: readonly RawValue[], field: Field, place: Place, reader: Reader): Test | undefined {
  if (raws.length > mostValues) return reader.notes.error(place, `At most ${mostValues} values stand in one list.`)
  const isOneEnd = field.type.kind === 'time' && field.type.side !== 'stretch'
  if (isOneEnd && (raws.length > 1 || raws.some(isStar))) {
    return reader.notes.error(place, `${field.name} takes one time; at: takes several, and stretches.`)
  }
  if (raws.some(isStar)) return anyOf(field)
  const values = raws.map((raw) => readers[field.type.kind](raw, field, reader))
  return values.includes(undefined) ? undefined : { kind: 'oneOf', values: values.flatMap((each) => each ?? []) }
}

/** `malformed:*` says what `malformed:yes` says. */
function anyOf({ type }: Field): Test {
  const saysYes = type.kind === 'words' && type.words.some(({ word }) => word === 'yes')
  return saysYes ? { kind: 'oneOf', values: [{ kind: 'word', word: 'yes' }] } : { kind: 'any' }
}
