import type { Facets, Histogram } from '../../../contract/console/explore.ts'
import { counted } from '../../text/format.ts'
import { moment, type Zone } from '../../text/time.ts'

/** What to do about an answer that is not whole. @param hunt the filter asks for bytes, and a hunt takes its time. */
export const wayOut = (hunt: boolean): string =>
  hunt ? 'Start the hunt, or narrow the time.' : 'Narrow the time or the filter to count all.'

/** What a histogram leaves out; nothing when it is whole. */
export function histogramCut({ complete, exactFrom }: Histogram, zone: Zone): string | undefined {
  if (complete) return undefined
  return exactFrom === undefined
    ? 'Cut short: every bar may be too low.'
    : `Cut short: bars before ${moment(exactFrom, zone)} are too low.`
}

/** What lists of values leave out; nothing when they are whole. */
export const facetsCut = ({ complete, counted: matches }: Facets): string | undefined =>
  complete ? undefined : `Cut short: values of ${counted(matches, 'match', 'matches')}, not of all.`

/** Why a list of values is missing. */
export const leftOutText =
  'Not counted: too many matches to look at each. Narrow the time or the filter; the tab Numbers has the newest.'
