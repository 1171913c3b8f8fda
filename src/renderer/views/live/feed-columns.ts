import type { EventRow } from '../../../contract/console/vocabulary.ts'
import type { Column } from '../../components/grid.ts'

export const feedColumns = (zone: string): readonly Column<EventRow>[] => [
  { id: 'time', title: zone, width: '90px', hint: `Time of arrival at the sensor, ${zone}` },
  { id: 'severity', title: '', width: '30px', hint: 'Severity' },
  { id: 'source', title: 'Source', width: 'minmax(120px, 1fr)' },
  { id: 'what', title: 'Message', width: 'minmax(110px, 3fr)' },
]
