import { momentOf, offsetAt } from './zone.ts'

const minute = 60_000
const pad = (value: number): string => String(value).padStart(2, '0')

/** `2026-03-01` and `14:05`, `14:05:09` or `14:05:09.120` as clocks in `zone` show them. */
export function clockParts(time: number, zone: string): { readonly date: string; readonly clock: string } {
  const whole = Math.floor(time)
  const [date = '', rest = ''] = new Date(whole + offsetAt(whole, zone)).toISOString().split('T')
  return { date, clock: rest.replace('Z', '').replace(/(?::00)?\.000$/, '') }
}

/** `+02:00`, `-03:30`. */
export function offsetText(offset: number): string {
  const size = Math.abs(Math.round(offset / minute))
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** `10:00`; with the offset when clocks show it twice, so that nothing is left to guess. */
export function clockText(time: number, zone: string): string {
  const offset = offsetAt(time, zone)
  const { clock } = clockParts(time, zone)
  return isTwice(time + offset, zone) ? `${clock} ${offsetText(offset)}` : clock
}

const isTwice = (wall: number, zone: string): boolean => momentOf(wall, zone).trouble === 'twice'

/** `2026-03-01 10:00`, without the zone. */
export const dateClock = (time: number, zone: string): string =>
  `${clockParts(time, zone).date} ${clockText(time, zone)}`

/** Whether a day begins at this moment. */
export const isDayStart = (time: number, zone: string): boolean => dayStart(time, zone) === time

/** When the day of `time` began; `days` later, or earlier. */
export function dayStart(time: number, zone: string, days = 0): number {
  const midnight = Math.floor((time + offsetAt(time, zone)) / 86_400_000) * 86_400_000
  return momentOf(midnight + days * 86_400_000, zone).time
}
