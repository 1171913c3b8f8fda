const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const pattern = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/i

/**
 * Milliseconds since 1970 of `Sat, 13 Nov 2010 23:29:00 GMT`, the only form and zone SIP has (RFC 3261 §20.17);
 * `undefined` for anything else.
 */
export function parseDate(value: string): number | undefined {
  const [, day, name = '', year, hour, minute, second] = pattern.exec(value) ?? []
  const month = months.indexOf(name.charAt(0).toUpperCase() + name.slice(1).toLowerCase())
  if (month === -1 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const time = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second))
  return new Date(time - Number(second) * 1000).getUTCDate() === Number(day) ? time : undefined
}
