import type { EventRow } from '../../../contract/console/vocabulary.ts'
import type { Column } from '../../components/grid.ts'

export const feedColumns = (zone: string): readonly Column<EventRow>[] => [
  { id: 'time', title: zone, width: '92px', hint: `Time of arrival at the sensor, ${zone}` },
  { id: 'severity', title: '', width: '26px', hint: 'Severity' },
  { id: 'source', title: 'Source', width: 'minmax(130px, 1fr)' },
  { id: 'what', title: 'Message', width: 'minmax(110px, 3fr)' },
]
