import type { HuntHit } from '../../contract/console/hunts.ts'
import { fieldOf } from '../../filter/fields.ts'
import type { Filter } from '../../filter/filter.ts'
import { byteText } from '../../sip/text/byte-text.ts'
import type { Found } from './parts.ts'
import { finderOf, type Finder } from './searches.ts'

export type Excerpt = HuntHit['excerpt']

/** Bytes. */
const [before, behind, longest] = [60, 100, 200]

/** What a hunt looks for in bytes, in the order in which it is written; not what must not be there. */
export function findersIn(filter: Filter): readonly Finder[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.flatMap(findersIn)
    case 'bytes':
      return [finderOf({ kind: 'bytes', search: filter.search })]
    case 'term':
      return fieldOf(filter.field).home === 'bytes' ? [finderOf({ ...filter, kind: 'part' })] : []
    default:
      return []
  }
}

/** What is around the first place of a message that any of these finds; its beginning, when none does. */
export const excerptOf = (message: Uint8Array, finders: readonly Finder[]): Excerpt =>
  excerptAround(message, firstPlace(message, finders))

/** The same for a place that is known. */
export function excerptAround(message: Uint8Array, place: Found | undefined): Excerpt {
  const { from, to } = place ?? { from: 0, to: 0 }
  const begin = Math.max(0, from - before)
  const text = byteText(message.subarray(begin, Math.min(to, from + longest) + behind))
  return { text, from: from - begin, to: Math.min(to - begin, text.length) }
}

/** The first place of a message that any of these finds. */
export const firstPlace = (message: Uint8Array, finders: readonly Finder[]): Found | undefined =>
  finders
    .flatMap((finder) => finder.placeIn(message) ?? [])
    .reduce<Found | undefined>((first, place) => (first && first.from <= place.from ? first : place), undefined)
