import {
  mostBansListed,
  mostEndedListed,
  type BanCounts,
  type BanRow,
  type BanState,
} from '../../../../contract/console/bans.ts'
import { count } from '../../../text/format.ts'

const open: readonly BanState[] = ['proposed', 'held', 'published']
const over: readonly BanState[] = ['revoked', 'expired', 'rejected', 'withdrawn', 'blocked']

/** What the lanes leave out, and where it is found; `undefined` when they show all there is. */
export function cutWords(
  counts: BanCounts | undefined,
  listed: readonly BanRow[],
  day: string | undefined,
): string | undefined {
  if (day !== undefined)
    return listed.length < mostBansListed
      ? undefined
      : `The first ${count(mostBansListed)} that end on this day are shown.`
  if (!counts) return undefined
  // The counts may be read a moment before the list: only a full one can leave something out.
  const left = (states: readonly BanState[], most: number) => {
    const all = states.reduce((sum, state) => sum + counts[state], 0)
    const shown = listed.filter(({ state }) => states.includes(state)).length
    return most <= shown && shown < all ? { shown: count(shown), all: count(all) } : undefined
  }
  const [queued, live, ended] = [
    left(['queued'], mostEndedListed),
    left(open, mostBansListed),
    left(over, mostEndedListed),
  ]
  const parts = [
    ...(queued ? [`${queued.shown} of ${queued.all} proposals that wait for the feed`] : []),
    ...(live ? [`${live.shown} of ${live.all} bans that are not over, those to decide on or about to end first`] : []),
    ...(ended ? [`the newest ${ended.shown} of ${ended.all} that are over`] : []),
  ]
  if (parts.length === 0) return undefined
  const found = live ? ' Expiries leads to all that are on the list.' : ' The audit trail has them all.'
  return `Shown are ${parts.join('; ')}.${found}`
}
