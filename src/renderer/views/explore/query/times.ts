import type { Range } from '../../../../contract/console/vocabulary.ts'
import { removeTerm } from '../../../../filter/edit.ts'
import { fieldOf } from '../../../../filter/fields.ts'
import type { Filter } from '../../../../filter/filter.ts'
import type { Parsed } from '../../../../filter/parse.ts'
import { isoTime } from '../../../../filter/write/values.ts'

/**
 * Whether a filter says itself when messages were seen: then the range of the top bar has no say. What a hunt found is
 * such a stretch too: it had a range of its own.
 */
export const isBound = (filter: Filter): boolean => namesTime(filter) || saysHunt(filter)

function saysHunt(filter: Filter): boolean {
  if (filter.kind === 'and') return filter.parts.some(saysHunt)
  return filter.kind === 'term' && filter.field === 'hunt'
}

function namesTime(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.some(namesTime)
    case 'not':
      return namesTime(filter.part)
    case 'term':
      return fieldOf(filter.field).home === 'time'
    default:
      return false
  }
}

/**
 * The filter's text after a stretch of time was chosen in a chart: without the times it asked for until then. Times that
 * stand within brackets or an `or` stay, and the stretch is put beside them.
 */
export function withinRange(text: string, { filter, parts }: Parsed, { from, to }: Range): string {
  if (!filter || !isBound(filter)) return text
  const within = `at:${isoTime(from)}..${isoTime(to)}`
  const inTerms = parts.filter((part) => part.filter.kind === 'term' && namesTime(part.filter))
  const rest = inTerms.toReversed().reduce((left, { place }) => removeTerm(left, place), text)
  if (parts.length > 0 && parts.every((part) => inTerms.includes(part) || !isBound(part.filter))) return rest
  return `${parts.length === 0 ? `(${text.trim()})` : rest} ${within}`
}
