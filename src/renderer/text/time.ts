export type Zone = 'utc' | 'local'

/** The zone on screen as the engine knows zones. */
export const zoneName = (zone: Zone): string =>
  zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone

interface Parts {
  readonly date: string
  readonly time: string
  readonly zone: string
}

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

/** A moment in the zone on screen, always with the zone's name: `2026-03-01`, `14:05:09`, `UTC` or `+02:00`. */
export function momentParts(time: number, zone: Zone): Parts {
  const at = new Date(time)
  if (zone === 'utc') {
    const [date = '', rest = ''] = at.toISOString().split('T')
    return { date, time: rest.slice(0, 8), zone: 'UTC' }
  }
  return {
    date: `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`,
    time: `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`,
    zone: offsetOf(at),
  }
}

function offsetOf(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}

/** How far the zone is ahead of UTC at a moment, milliseconds. */
export const zoneOffset = (time: number, zone: Zone): number =>
  zone === 'utc' ? 0 : -new Date(time).getTimezoneOffset() * 60_000

/** For exports, which are always in UTC. */
export const isoTime = (time: number): string => new Date(time).toISOString()

/** `2026-03-01 14:05:09 UTC`. */
export function moment(time: number, zone: Zone): string {
  const parts = momentParts(time, zone)
  return `${parts.date} ${parts.time} ${parts.zone}`
}

/** `2026-03-01 14:05:09.250 UTC`: what came within one second is told apart. */
export function preciseMoment(time: number, zone: Zone): string {
  const { date, zone: name } = momentParts(time, zone)
  return `${date} ${clock(time, zone)} ${name}`
}

/** Time of day with milliseconds, for rows of one screen; the zone stands in the header. */
export function clock(time: number, zone: Zone): string {
  return `${momentParts(time, zone).time}.${pad(Math.floor(((time % 1000) + 1000) % 1000), 3)}`
}

/** Labels of a time axis: hours and minutes, with seconds below `2` minutes and the date at midnight. */
export function axisLabel(time: number, zone: Zone, span: number): string {
  const parts = momentParts(time, zone)
  if (span > 2 * 86_400_000) return `${parts.date.slice(5)} ${parts.time.slice(0, 5)}`
  return span < 5 * 60_000 ? parts.time : parts.time.slice(0, 5)
}

/** "3 s ago", "5 min ago"; the exact moment belongs into the title. */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} d ago`
}

/** `2026-03-01 14:00–15:00 UTC`, with both dates when they differ. */
export function rangeText(range: { readonly from: number; readonly to: number }, zone: Zone): string {
  const from = momentParts(range.from, zone)
  const to = momentParts(range.to, zone)
  const end = from.date === to.date ? to.time : `${to.date} ${to.time}`
  return `${from.date} ${from.time} – ${end} ${to.zone}`
}
