import type { EventRow } from '../../../contract/console/vocabulary.ts'
import type { Column } from '../../components/grid.ts'

export const feedColumns = (zone: string): readonly Column<EventRow>[] => [
  { id: 'time', title: zone, width: '98px', hint: `Time of arrival at the sensor, ${zone}` },
  { id: 'severity', title: '', width: '30px', hint: 'Severity' },
  { id: 'source', title: 'Source', width: 'minmax(150px, 1fr)' },
  { id: 'what', title: 'Message', width: 'minmax(200px, 2fr)' },
  { id: 'agent', title: 'User agent', width: 'minmax(90px, 1.2fr)', hint: 'As the attacker claims it' },
]
