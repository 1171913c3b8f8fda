/** Moment in JSON: ISO 8601 in UTC, to the microsecond that sensors count. @param time UTC milliseconds. */
export function isoTime(time: number): string {
  const microseconds = Math.round(time * 1000)
  const whole = Math.floor(microseconds / 1000)
  return new Date(whole).toISOString().replace('Z', `${String(microseconds - whole * 1000).padStart(3, '0')}Z`)
}

/** Every field is always there: what a row does not have is null. */
export const orNull = <Value>(value: Value | undefined): Value | null => value ?? null
