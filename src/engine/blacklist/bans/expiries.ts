import type { Expiries } from '../../../contract/console/audit.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Reading } from '../../readers/reading.ts'

/** Days on which published bans end, as the calendar of `zone` (IANA name) has them. @throws RpcError `bad-request` */
export function expiriesIn(zone: string, { ledger, now }: Reading): Expiries {
  const dayOf = calendarOf(zone)
  const ends = ledger.publishedEnds()
  const days = Map.groupBy(ends, ({ expiresAt }) => dayOf(expiresAt))
  return {
    today: dayOf(now()),
    days: [...days]
      .map(([day, all]) => ({
        day,
        count: all.length,
        extensions: all.filter(({ extended }) => extended === 1).length,
      }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    total: ends.length,
  }
}

function calendarOf(zone: string): (time: number) => string {
  try {
    // Sweden writes dates as ISO 8601 does.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    return (time) => format.format(time)
  } catch {
    throw new RpcError('bad-request', `${JSON.stringify(zone)} is no time zone`)
  }
}
