import type { WireEvent } from '../../contract/wire/frames.ts'
import { wireLimits } from '../../contract/wire/limits.ts'
import { longestRecord } from './record.ts'

/** The most that a record holds besides the raw message. */
const overhead = longestRecord - wireLimits.raw

/** Cuts what came in one turn so that each part fits into a segment: the cap counts whole ones. */
export function* batchesOf(events: readonly WireEvent[], segmentBytes: number): Generator<readonly WireEvent[]> {
  let from = 0
  let bytes = 0
  for (const [at, event] of events.entries()) {
    const size = event[8].length + overhead
    if (at > from && bytes + size > segmentBytes) {
      yield events.slice(from, at)
      from = at
      bytes = 0
    }
    bytes += size
  }
  yield events.slice(from)
}
