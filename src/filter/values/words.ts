import { visible } from '../../sip/text/visible.ts'
import type { Field } from '../fields.ts'
import type { Value } from '../filter.ts'
import { testPattern } from '../match.ts'
import { nearestWords } from '../nearest.ts'
import type { RawValue } from '../parse/tokens.ts'
import type { Word } from '../words.ts'
import { boundsOf, piecesOf, textOf, type Reader, type ReadValue } from './reader.ts'

/** Words of a closed vocabulary, by the word or by the name that people read; `>=high` where they have an order. */
export const readWord: ReadValue = (raw, field, reader) => {
  if (field.type.kind !== 'words') return undefined
  const { words, ranked } = field.type
  const pieces = piecesOf(raw, reader)
  const found = pieces.length > 1 ? matching(words, pieces) : named(words, textOf(raw, reader), ranked)
  return found.length > 0 ? found.map((word): Value => ({ kind: 'word', word })) : refuse(raw, field, words, reader)
}

const matching = (words: readonly Word[], pieces: readonly string[]): readonly string[] =>
  words.filter(({ word, says }) => testPattern(pieces, word) || testPattern(pieces, says)).map(({ word }) => word)

function named(words: readonly Word[], text: string, ranked: boolean): readonly string[] {
  const { sign, ends } = ranked ? boundsOf(text) : { sign: '=' as const, ends: [text, ''] as const }
  const [first, second] = ends.map((end) => placeOf(words, end))
  if (first === undefined || first < 0) return sign === '..' && ends[0] === '' ? slice(words, second, Infinity) : []
  switch (sign) {
    case '=':
      return slice(words, first, first)
    case '>':
      return slice(words, 0, first - 1)
    case '>=':
      return slice(words, 0, first)
    case '<':
      return slice(words, first + 1, Infinity)
    case '<=':
      return slice(words, first, Infinity)
    case '..':
      return ends[1] === '' ? slice(words, 0, first) : between(words, first, second)
  }
}

/** In either direction: `high..low` means what `low..high` means. */
const between = (words: readonly Word[], first: number, second = -1): readonly string[] =>
  second < 0 ? [] : slice(words, Math.min(first, second), Math.max(first, second))

const slice = (words: readonly Word[], from = -1, to: number): readonly string[] =>
  from < 0 ? [] : words.slice(from, Math.max(from, to + 1)).map(({ word }) => word)

function placeOf(words: readonly Word[], text: string): number {
  const wanted = text.toLowerCase()
  const alike = wanted === 'true' ? 'yes' : wanted === 'false' ? 'no' : wanted
  const exact = words.findIndex(({ word }) => word === alike)
  return exact >= 0 ? exact : words.findIndex(({ says }) => says.toLowerCase() === wanted)
}

function refuse(raw: RawValue, field: Field, words: readonly Word[], reader: Reader): undefined {
  const typed = textOf(raw, reader).replace(/^[<>]=?/, '')
  const names = words.flatMap(({ word, says }) => [word, says])
  const near = nearestWords(typed, names).map((name) => words.find(({ word, says }) => name === word || name === says))
  const instead = [...new Set(near.flatMap((word) => (word ? [word.word] : [])))]
  const list = words.length > 12 ? '' : `: ${words.map(({ word }) => word).join(', ')}`
  return reader.notes.error(raw.place, `${field.name} has no value ${visible(typed)}${list}.`, instead)
}
