import { truncateSync } from 'node:fs'
import { listSegments, walk, type Segment } from './segment.ts'

export interface Recovered {
  /** Oldest first; the last one is written on. */
  readonly segments: Segment[]
  /** Last sequence held; 0 when there is nothing. */
  readonly last: number
  /** µs UTC of the newest event held. */
  readonly lastTime?: number
  /** Bytes of a torn tail that were cut. */
  readonly cut: number
}

/**
 * Only the newest segment can have a torn tail: the others were synced before the next one began.
 * @throws when it cannot be opened: to cut it then would destroy what it holds.
 */
export function recover(directory: string): Recovered {
  const segments = listSegments(directory)
  const newest = segments.at(-1)
  if (newest === undefined) return { segments, last: 0, cut: 0 }
  const end = findEnd(newest)
  const cut = newest.size - end.offset
  if (cut > 0) truncateSync(newest.path, end.offset)
  newest.size = end.offset
  return { segments, last: end.last, cut, ...(end.time === undefined ? {} : { lastTime: end.time }) }
}

function findEnd(segment: Segment): { offset: number; last: number; time?: number } {
  let end: { offset: number; last: number; time?: number } = { offset: 0, last: segment.first - 1 }
  for (const { record, next } of walk(segment, 0)) {
    const time = record.kind === 'event' ? record.event[0] : record.toTime
    end = { offset: next, last: record.to, ...(time === undefined ? {} : { time }) }
  }
  return end
}
