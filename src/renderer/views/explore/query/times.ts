import type { Range } from '../../../../contract/console/vocabulary.ts'
import { removeTerm } from '../../../../filter/edit.ts'
import { fieldOf } from '../../../../filter/fields.ts'
import type { Filter } from '../../../../filter/filter.ts'
import type { Parsed } from '../../../../filter/parse.ts'
import { isoTime } from '../../../../filter/write/values.ts'

/** Whether a filter says itself when messages were seen: then the range of the top bar has no say. */
export function namesTime(filter: Filter): boolean {
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
  if (!filter || !namesTime(filter)) return text
  const inTerms = parts.filter((part) => part.filter.kind === 'term' && namesTime(part.filter))
  const rest = inTerms.toReversed().reduce((left, { place }) => removeTerm(left, place), text)
  if (parts.length > 0 && parts.every((part) => inTerms.includes(part) || !namesTime(part.filter))) return rest
  return `${parts.length === 0 ? `(${text.trim()})` : rest} at:${isoTime(from)}..${isoTime(to)}`
}
