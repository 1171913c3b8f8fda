import type { BundledListRow } from '../../../../contract/console/whitelist.ts'
import type { Column } from '../../../components/grid.ts'

/** Whose publications it was made from. */
export const publisherNames = ({ publishers }: BundledListRow): string => {
  const [first, ...others] = publishers.map(({ name }) => name)
  return others.length === 0 ? (first ?? '') : `${first} and ${others.length} more`
}

export const bundledColumns: readonly Column<BundledListRow>[] = [
  { id: 'name', title: 'List', width: 'minmax(180px, 1fr)', text: ({ name }) => name, sortBy: ({ name }) => name },
  { id: 'mode', title: 'Mode', width: '72px', text: ({ mode }) => mode, sortBy: ({ mode }) => mode },
  { id: 'enforced', title: 'This feed', width: '112px', sortBy: ({ enforced }) => String(enforced) },
  { id: 'count', title: 'Ranges', width: '84px', align: 'end', sortBy: ({ count }) => count },
  { id: 'date', title: 'Compiled', width: '104px', text: ({ date }) => date, sortBy: ({ date }) => date },
  { id: 'source', title: 'From', width: 'minmax(180px, 1fr)', text: publisherNames },
  { id: 'licence', title: 'Licence', width: 'minmax(140px, 1fr)', text: ({ licence }) => licence },
]
