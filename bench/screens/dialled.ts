import { arrivals } from '../stores/arrivals.ts'
import { sold } from '../traffic/sessions.ts'

/**
 * Who dialled what in the traffic of a store, read from the traffic itself: by number, the Call-IDs of INVITEs whose
 * Request-URI ends in it. No number of the traffic ends in another one.
 */
export function callIdsByNumber(events: number): Map<string, Set<string>> {
  const found = new Map(sold.map((number) => [number, new Set<string>()]))
  const bySuffix = new Map(sold.map((number) => [number.slice(-suffix), number]))
  for (const { events: sent } of arrivals(events)) {
    for (const [, , , , , , direction, , raw] of sent) {
      if (direction !== 0) continue
      const text = Buffer.from(raw).toString('latin1')
      const dialled = /^INVITE sip:([^@]*)@/.exec(text)?.[1]
      const number = dialled && bySuffix.get(dialled.slice(-suffix))
      const callId = number && /^Call-ID: (.*)\r$/m.exec(text)?.[1]
      if (callId) found.get(number)?.add(callId)
    }
  }
  return found
}

const suffix = 9
