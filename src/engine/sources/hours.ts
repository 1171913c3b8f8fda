const quarter = 15 * 60_000

/** Messages per hour of the day in an IANA zone, summer time included; UTC when the zone is unknown here. */
export function hoursOfDay(
  quarters: readonly { readonly quarter: number; readonly messages: number }[],
  zone: string,
): number[] {
  const hours = new Array<number>(24).fill(0)
  const format = hourFormat(zone)
  for (const { quarter: index, messages } of quarters) {
    const hour = Number(format.format(index * quarter))
    hours[hour] = (hours[hour] ?? 0) + messages
  }
  return hours
}

/** A sensor names its own zone, so it may be nonsense. */
function hourFormat(timeZone: string): Intl.DateTimeFormat {
  const options = { hour: '2-digit', hourCycle: 'h23' } as const
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' })
  }
}
