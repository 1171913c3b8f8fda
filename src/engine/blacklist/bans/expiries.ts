import type { Expiries, ExpiryDay } from '../../../contract/console/audit.ts'
import type { Reading } from '../../readers/reading.ts'
import { publishedEnds, quarter } from '../../store/ban-lines.ts'
import { calendarOf } from './days.ts'

/** Days on which published bans end, as the calendar of `zone` (IANA name) has them. @throws RpcError `bad-request` */
export function expiriesIn(zone: string, { reader, now }: Reading): Expiries {
  const dayOf = calendarOf(zone)
  const ends = publishedEnds(reader)
  const days = Map.groupBy(ends, ({ at }) => dayOf(at * quarter))
  return {
    today: dayOf(now()),
    days: [...days].map(([day, all]) => dayOfEnds(day, all)).sort((a, b) => (a.day < b.day ? -1 : 1)),
    total: ends.reduce((sum, { count }) => sum + count, 0),
  }
}

const dayOfEnds = (day: string, ends: ReturnType<typeof publishedEnds>): ExpiryDay => ({
  day,
  count: ends.reduce((sum, { count }) => sum + count, 0),
  extensions: ends.reduce((sum, { extended }) => sum + extended, 0),
})
