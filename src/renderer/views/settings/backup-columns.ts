import type { Backup } from '../../../contract/console/data.ts'
import type { Column } from '../../components/grid.ts'
import { isoTime } from '../../text/time.ts'
import { drillState } from './backup-words.ts'

const drillOrder = { bad: 0, untried: 1, good: 2 } as const
const drillPlain = ({ drill }: Backup): string =>
  drill ? `${drill.ok ? 'restored' : 'failed'} ${isoTime(drill.at)}: ${drill.words}` : 'not tried'

export const backupColumns: readonly Column<Backup>[] = [
  { id: 'made', title: 'Made', width: '196px', sortBy: (row) => row.madeAt, plain: (row) => isoTime(row.madeAt) },
  { id: 'age', title: 'Age', width: '84px', plain: (row) => isoTime(row.madeAt) },
  { id: 'size', title: 'Size', width: '80px', align: 'end', sortBy: (row) => row.bytes },
  { id: 'events', title: 'Messages', width: '96px', align: 'end', sortBy: (row) => row.events },
  {
    id: 'drill',
    title: 'Restore tried',
    hint: 'Restored into a folder aside, checked, and removed again',
    width: 'minmax(180px, 2fr)',
    sortBy: (row) => drillOrder[drillState(row)],
    plain: drillPlain,
  },
  { id: 'file', title: 'File', width: 'minmax(120px, 1fr)', text: (row) => row.file },
]
