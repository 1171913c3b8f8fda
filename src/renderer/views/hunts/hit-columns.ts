import type { HuntHit } from '../../../contract/console/hunts.ts'
import type { Column } from '../../components/grid.ts'
import { eventFacets } from '../../lists/facets.ts'
import type { Field } from '../../lists/filters.ts'
import { isoTime } from '../../text/time.ts'

const valueOf =
  (name: Field) =>
  (row: HuntHit): ReturnType<typeof eventFacets> =>
    eventFacets(row).filter(({ field }) => field === name)

export const hitColumns: readonly Column<HuntHit>[] = [
  { id: 'time', title: 'Time', width: '208px', plain: (row) => isoTime(row.time) },
  { id: 'severity', title: '', width: '28px', hint: 'Severity', facets: valueOf('severity') },
  { id: 'source', title: 'Source', width: '148px', facets: valueOf('source') },
  { id: 'message', title: 'Message', width: '104px', text: messageName },
  { id: 'excerpt', title: 'Around the match', width: 'minmax(280px, 1fr)', text: (row) => row.excerpt.text },
]

/** `INVITE`, or `404 to REGISTER`. */
export function messageName({ method, status }: HuntHit): string {
  if (status === undefined) return method ?? 'no SIP'
  return method === undefined ? String(status) : `${status} to ${method}`
}
