import type { EventRow } from '../../../contract/console/vocabulary.ts'
import type { Column } from '../../components/grid.ts'
import { eventFacets } from '../../lists/facets.ts'
import type { Facet, Field } from '../../lists/filters.ts'
import { isoTime } from '../../text/time.ts'

/** The first of these that the message has: the cell shows them together, and the number says most. */
const firstOf =
  (...fields: readonly Field[]) =>
  (row: EventRow): readonly Facet[] => {
    const facets = eventFacets(row)
    return fields.flatMap((name) => facets.filter(({ field }) => field === name)).slice(0, 1)
  }
const message = ({ method, number, userAgent, fault }: EventRow): string =>
  [method ?? 'no SIP', number?.raw, fault, userAgent].filter(Boolean).join(' ')

export const feedColumns = (zone: string): readonly Column<EventRow>[] => [
  {
    id: 'time',
    title: zone,
    width: '94px',
    hint: `Time of arrival at the sensor, ${zone}`,
    plain: (row) => isoTime(row.time),
  },
  { id: 'severity', title: '', width: '28px', hint: 'Severity', facets: firstOf('severity') },
  { id: 'source', title: 'Source', width: 'minmax(112px, 0.6fr)', facets: firstOf('source') },
  {
    id: 'what',
    title: 'Message',
    width: 'minmax(120px, 3fr)',
    plain: message,
    facets: firstOf('number', 'agent', 'method'),
  },
]
