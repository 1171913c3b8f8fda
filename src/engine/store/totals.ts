import type { Reader } from './connection.ts'

/** Events stored in all, without counting them: each sensor's total is kept as events come in. */
export function storedEvents(reader: Reader): number {
  return reader.get<{ events: number }>('SELECT coalesce(sum(stored), 0) AS events FROM sensor')?.events ?? 0
}

/** Nothing to show yet: no sensor to connect to, and no event. */
export function isEmpty(reader: Reader): boolean {
  const found = reader.get('SELECT 1 FROM sensor WHERE url IS NOT NULL OR stored > 0 LIMIT 1')
  return found === undefined
}
