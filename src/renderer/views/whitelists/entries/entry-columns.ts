import type { WhitelistCovered, WhitelistEntry } from '../../../../contract/console/whitelist.ts'
import type { Column } from '../../../components/grid.ts'
import { isoTime } from '../../../text/time.ts'
import { coveredShort, matchNames, stateWords } from '../words.ts'

/** Counted for those that the screen asked about. */
export type CoveredOf = (entry: WhitelistEntry) => WhitelistCovered | undefined

export const entryColumns = (coveredOf: CoveredOf): readonly Column<WhitelistEntry>[] => [
  {
    ...{ id: 'value', title: 'Value', width: 'minmax(170px, 2fr)' },
    text: (row) => row.value,
    sortBy: (row) => row.value,
  },
  {
    ...{ id: 'match', title: 'Kind', width: '132px' },
    text: (row) => matchNames[row.match],
    sortBy: (row) => row.match,
  },
  { id: 'mode', title: 'Mode', width: '72px', text: (row) => row.mode, sortBy: (row) => row.mode },
  { id: 'state', title: 'State', width: '104px', plain: stateWords, sortBy: (row) => row.state },
  {
    ...{
      id: 'covers',
      title: 'Covers now',
      width: '168px',
      hint: 'Stored sources that fall under it, and their dialogs',
    },
    plain: (row) => shortOf(coveredOf(row)),
    sortBy: (row) => coveredOf(row)?.dialogs ?? -1,
  },
  { id: 'reason', title: 'Reason', width: 'minmax(160px, 3fr)', text: (row) => row.reason },
  { id: 'owner', title: 'Owner', width: '120px', text: (row) => row.owner, sortBy: (row) => row.owner },
  {
    ...{ id: 'ends', title: 'Ends', width: '112px' },
    sortBy: (row) => row.expiresAt,
    plain: (row) => isoTime(row.expiresAt),
  },
]

export const shortOf = (covered: WhitelistCovered | undefined): string => (covered ? coveredShort(covered) : '–')
