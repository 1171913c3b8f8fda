import { parseDate } from '../../header/date.ts'
import { parseRetryAfter } from '../../header/explanations.ts'
import { parseSeconds } from '../../header/numbers.ts'
import { lasting, quoted } from './words.ts'

/** What 0 does, by method (RFC 3261 §10.2.2, RFC 6665 §4.1.2.3, RFC 3903 §4.5). */
const endings: ReadonlyMap<string, string> = new Map([
  ['REGISTER', 'Takes the registration away'],
  ['SUBSCRIBE', 'Ends the subscription'],
  ['PUBLISH', 'Takes away what was published'],
])

/** Expires, Min-Expires, Session-Expires, Min-SE: parameters behind the seconds are left out. */
export function secondsMeanings(value: string, method = ''): readonly string[] {
  const [digits = ''] = value.split(';', 1)
  const seconds = parseSeconds(digits.trim())
  if (seconds === undefined) return []
  return [seconds === 0 ? (endings.get(method) ?? 'At once') : lasting(seconds)]
}

export function retryMeanings(value: string): readonly string[] {
  const retry = parseRetryAfter(value)
  if (!retry) return []
  const duration = parseSeconds(retry.params.get('duration') ?? '')
  const why = retry.comment === '' ? '' : `: ${quoted(retry.comment)}`
  const until = duration === undefined ? '' : `; then there for ${lasting(duration)}`
  return [`Try again in ${lasting(retry.seconds)}${why}${until}`]
}

/** Clocks that are set by the network differ by less, the way of the message included. */
const agreement = 5

/** @param arrived milliseconds since 1970 of the sensor's clock. */
export function dateMeanings(value: string, arrived: number | undefined): readonly string[] {
  const date = parseDate(value)
  if (date === undefined || arrived === undefined) return []
  const behind = Math.round((arrived - date) / 1000)
  if (Math.abs(behind) <= agreement) return ['Its clock agrees with ours']
  return [`Its clock is ${lasting(Math.abs(behind))} ${behind > 0 ? 'behind' : 'ahead of'} ours`]
}
