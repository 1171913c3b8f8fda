import type { EventRow } from '../../../contract/console/vocabulary.ts'

/** What the ladder writes on an arrow: `INVITE → 901146850780296`, `401 (INVITE)`, or what it is instead of SIP. */
export function labelOf(event: EventRow): string {
  if (event.status !== undefined) return `${event.status}${event.method ? ` (${event.method})` : ''}`
  if (event.method === undefined) return `${event.size} bytes, not SIP`
  return event.number ? `${event.method} → ${event.number.raw}` : event.method
}
