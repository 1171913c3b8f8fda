import { mostRows } from '../../../../contract/console/explore.ts'
import { compact, count, counted } from '../../../text/format.ts'

/** What is known of the rows of a tab. */
export interface RowsKnown {
  readonly noun: string
  /** Rows that can be reached, and whether that is all there are. */
  readonly length: number
  readonly lengthIsKnown: boolean
  /** How many match, when that is known. */
  readonly total: number | undefined
  /** At least so many match. */
  readonly least: number | undefined
  /** What the last page left out: of what is counted so many matches were looked at; other lists go on there. */
  readonly partial: { readonly newest: number | undefined } | undefined
  /** The oldest come first. */
  readonly oldestFirst?: boolean
}

/** What is listed in order of time; all else by how much of it matches, or as the list is sorted. */
const inTime: ReadonlySet<string> = new Set(['message', 'dialog'])

/** What the rows on screen cover: `1,204 sources`, `Showing newest 1,000,000 of 19.2M · chart covers all`. */
export function scopeLine(known: RowsKnown): string {
  const { noun, length, lengthIsKnown, total, least, partial, oldestFirst = false } = known
  if (least !== undefined && least > mostRows) {
    const those = `${inTime.has(noun) ? (oldestFirst ? 'oldest' : 'newest') : 'first'} ${count(mostRows)}`
    return total === undefined
      ? `Showing ${those} of at least ${compact(least)}`
      : `Showing ${those} of ${compact(total)} · chart covers all`
  }
  if (partial?.newest !== undefined) {
    const looked = `${noun === 'number' ? 'newest ' : ''}${counted(partial.newest, 'match', 'matches')}`
    return `Cut short: ${counted(length, noun)} among the ${looked} looked at · narrow the time or the filter to count all`
  }
  if (lengthIsKnown || total !== undefined) return counted(total ?? length, noun)
  if (least !== undefined) return `at least ${counted(Math.max(least, length), noun)}`
  return `${counted(Math.max(0, length - 1), noun)} so far · more below`
}
