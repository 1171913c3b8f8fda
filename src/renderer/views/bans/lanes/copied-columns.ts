import type { BanRow } from '../../../../contract/console/bans.ts'
import type { Column } from '../../../components/grid.ts'
import { isoTime } from '../../../text/time.ts'
import { banStateNames, proofWords } from '../../../text/words.ts'

const time = (at: number | undefined): string => (at === undefined ? '' : isoTime(at))
const column = (id: string, title: string, plain: (ban: BanRow) => string): Column<BanRow> => ({
  id,
  title,
  plain,
  width: '0px',
})

/** What copies and exports of bans hold; on screen they are cards. */
export const copiedColumns: readonly Column<BanRow>[] = [
  column('address', 'Address', ({ address }) => address),
  column('state', 'State', ({ state }) => banStateNames[state]),
  column('proof', 'Proof', ({ proof }) => proofWords[proof].label),
  column('reason', 'Reason', ({ reason }) => reason),
  column('proposed-by', 'Proposed by', ({ proposedBy }) => proposedBy),
  column('proposed', 'Proposed', ({ proposedAt }) => time(proposedAt)),
  column('approved-by', 'Approved by', ({ approvedBy }) => approvedBy ?? ''),
  column('published', 'Published', ({ publishedAt }) => time(publishedAt)),
  column('expires', 'Expires', ({ expiresAt }) => time(expiresAt)),
  column('list-id', 'List ID', ({ listId }) => listId ?? ''),
]
