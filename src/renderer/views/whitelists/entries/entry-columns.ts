import type { WhitelistCovered, WhitelistEntry } from '../../../../contract/console/whitelist.ts'
import type { Column } from '../../../components/grid.ts'
import { isoTime } from '../../../text/time.ts'
import { coveredShort, hasEnd, matchShort, stateWords } from '../words.ts'

/** Counted for those that the screen asked about. */
export type CoveredOf = (entry: WhitelistEntry) => WhitelistCovered | undefined

export const entryColumns = (coveredOf: CoveredOf): readonly Column<WhitelistEntry>[] => [
  {
    ...{ id: 'value', title: 'Value', width: 'minmax(140px, 2fr)' },
    text: (row) => row.value,
    sortBy: (row) => row.value,
  },
  {
    ...{ id: 'match', title: 'Kind', width: '88px' },
    text: (row) => matchShort[row.match],
    sortBy: (row) => row.match,
  },
  { id: 'mode', title: 'Mode', width: '62px', text: (row) => row.mode, sortBy: (row) => row.mode },
  { id: 'state', title: 'State', width: '96px', plain: stateWords, sortBy: (row) => row.state },
  {
    ...{
      id: 'covers',
      title: 'Covers now',
      width: '146px',
      hint: 'Stored sources that fall under it, and their dialogs',
    },
    plain: (row) => shortOf(coveredOf(row)),
    sortBy: (row) => coveredOf(row)?.dialogs ?? -1,
  },
  {
    ...{ id: 'ends', title: 'Ends', width: '96px' },
    sortBy: (row) => row.expiresAt,
    plain: (row) => (hasEnd(row) ? isoTime(row.expiresAt) : row.state),
  },
  { id: 'reason', title: 'Reason', width: 'minmax(120px, 3fr)', text: (row) => row.reason },
  { id: 'owner', title: 'Owner', width: '84px', text: (row) => row.owner, sortBy: (row) => row.owner },
]

export const shortOf = (covered: WhitelistCovered | undefined): string => (covered ? coveredShort(covered) : '–')
