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
  /** Matches looked at, when there was no time for all; absent when all were, or nobody counted. */
  readonly partial: { readonly newest: number | undefined } | undefined
}

/** What the rows on screen cover: `1,204 sources`, `newest 1,000,000 of 19.2M · chart covers all`. */
export function scopeLine({ noun, length, lengthIsKnown, total, least, partial }: RowsKnown): string {
  if (least !== undefined && least > mostRows) {
    const all = `${total === undefined ? 'at least ' : ''}${compact(least)}`
    return `Showing newest ${count(mostRows)} of ${all} · chart covers all`
  }
  if (partial) {
    const newest =
      partial.newest === undefined ? 'the newest matches' : `the newest ${counted(partial.newest, 'match', 'matches')}`
    return `${counted(length, noun)} among ${newest} · chart covers all`
  }
  if (lengthIsKnown || total !== undefined) return counted(total ?? length, noun)
  if (least !== undefined) return `at least ${counted(Math.max(least, length), noun)}`
  return `${counted(Math.max(0, length - 1), noun)} so far · more below`
}
