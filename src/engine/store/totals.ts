import type { Reader } from './connection.ts'
import { deletedEvents } from './retention/marks.ts'

/** Events that are stored, without counting them: each sensor's total is kept as events come in, and what was deleted. */
export function storedEvents(reader: Reader): number {
  const ever = reader.get<{ events: number }>('SELECT coalesce(sum(stored), 0) AS events FROM sensor')?.events ?? 0
  return ever - deletedEvents(reader)
}

/** Nothing to show yet: no sensor to connect to, and no event. */
export function isEmpty(reader: Reader): boolean {
  const found = reader.get('SELECT 1 FROM sensor WHERE url IS NOT NULL OR stored > 0 LIMIT 1')
  return found === undefined
}
