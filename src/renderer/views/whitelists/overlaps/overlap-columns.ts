import type { WhitelistOverlaps } from '../../../../contract/console/whitelist.ts'
import type { Column } from '../../../components/grid.ts'

type Pair = WhitelistOverlaps['pairs'][number]
type Met = WhitelistOverlaps['bans'][number]

export const pairWords = ({ same }: Pair): string => (same ? 'is the same as' : 'is around')

export const pairColumns: readonly Column<Pair>[] = [
  {
    ...{ id: 'one', title: 'Entry', width: 'minmax(170px, 1fr)' },
    text: ({ one }) => one.value,
    sortBy: ({ one }) => one.value,
  },
  { id: 'how', title: 'How', width: '112px', text: pairWords, sortBy: pairWords },
  {
    ...{ id: 'other', title: 'Other entry', width: 'minmax(170px, 1fr)' },
    text: ({ other }) => other.value,
    sortBy: ({ other }) => other.value,
  },
]

export const banColumns: readonly Column<Met>[] = [
  {
    ...{ id: 'entry', title: 'Entry', width: 'minmax(170px, 1fr)' },
    text: ({ entry }) => entry.value,
    sortBy: ({ entry }) => entry.value,
  },
  {
    ...{ id: 'ban', title: 'Ban', width: 'minmax(140px, 1fr)' },
    text: ({ ban }) => ban.address,
    sortBy: ({ ban }) => ban.address,
  },
  { id: 'state', title: 'State', width: '104px', sortBy: ({ ban }) => ban.state },
]
