const quarter = 15 * 60_000

interface Count {
  readonly quarter: number
  readonly messages: number
}

/** Messages per hour of the day in an IANA zone, summer time included; UTC when the zone is unknown here. */
export function hoursOfDay(quarters: readonly Count[], zone: string): number[] {
  const hours = new Array<number>(24).fill(0)
  const format = clockFormat(zone, { hour: '2-digit' })
  for (const { quarter: index, messages } of quarters) {
    const hour = Number(format.format(index * quarter))
    hours[hour] = (hours[hour] ?? 0) + messages
  }
  return hours
}

/** Whether all these whole hours of UTC are whole hours in a zone too; they are not in India. */
export function areWholeHours(hours: readonly Count[], zone: string): boolean {
  const format = clockFormat(zone, { minute: 'numeric' })
  return hours.every(({ quarter: index }) => Number(format.format(index * quarter)) === 0)
}

/** A sensor names its own zone, so it may be nonsense. */
function clockFormat(timeZone: string, part: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const options = { ...part, hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  }
}
