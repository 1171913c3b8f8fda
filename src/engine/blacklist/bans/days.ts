import { RpcError } from '../../../contract/rpc/error.ts'
import { quarter } from '../../store/ban-lines.ts'

/** @returns the day that it is at a time, as the calendar of `zone` (IANA name) has it. @throws RpcError `bad-request` */
export function calendarOf(zone: string): (time: number) => string {
  try {
    // Sweden writes dates as ISO 8601 does.
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    return (time) => format.format(time)
  } catch {
    throw new RpcError('bad-request', `${JSON.stringify(zone)} is no time zone`)
  }
}

const hour = 3_600_000
/** Zones lie up to 14 hours from UTC, and a day with a clock set back is one hour longer. */
const around = 15 * hour

/** A day from its first moment to that of the next, UTC milliseconds. @throws RpcError `bad-request` */
export function spanOfDay(day: string, zone: string): { readonly from: number; readonly to: number } {
  const dayOf = calendarOf(zone)
  const noon = Date.parse(`${day}T00:00:00Z`)
  const starts: number[] = []
  for (let at = noon - around; at < noon + 24 * hour + around; at += quarter) if (dayOf(at) === day) starts.push(at)
  const [first = noon, last = noon] = [starts[0], starts.at(-1)]
  return { from: first, to: last + quarter }
}
