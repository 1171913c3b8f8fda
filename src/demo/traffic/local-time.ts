/** UTC ms of the last midnight in a zone, `daysBack` days before; correct across changes of daylight saving time. */
export function localMidnight(zone: string, now: number, daysBack: number): number {
  const { year, month, day } = localDate(zone, now)
  const asUtc = Date.UTC(year, month - 1, day - daysBack)
  const guess = asUtc - offsetAt(zone, asUtc)
  return asUtc - offsetAt(zone, guess)
}

/** How far local time is ahead of UTC at an instant, ms. */
function offsetAt(zone: string, time: number): number {
  const local = localDate(zone, time)
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
  return asUtc - Math.floor(time / 1000) * 1000
}

type LocalDate = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>>

function localDate(zone: string, time: number): LocalDate {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]))
  const read = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour'),
    minute: read('minute'),
    second: read('second'),
  }
}
