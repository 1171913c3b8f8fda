import { isOver } from './changes.ts'
import type { EventRow } from '../contract/console/vocabulary.ts'
import type { TailBatch } from '../contract/console/live.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** Carries newly stored events from ingestion to the pages that watch. It outlives a switch of the workspace. */
export interface Tail {
  /** Is anybody watching? Rows need not be made otherwise. */
  readonly watched: boolean
  publish(rows: readonly EventRow[]): void
  stream(directions: 'in' | 'both', signal: AbortSignal): AsyncGenerator<TailBatch>
}

/** Rows held for one slow reader; beyond it the oldest are dropped, and counted. */
const heldRows = 500
/** Milliseconds between two batches. */
const pause = 100

export function createTail(): Tail {
  const readers = new Set<Reader>()
  return {
    get watched() {
      return readers.size > 0
    },
    publish: (rows) => readers.forEach((reader) => hold(reader, rows)),
    async *stream(directions, signal) {
      const reader: Reader = { directions, rows: [], seen: 0, dropped: 0, wake: () => undefined }
      readers.add(reader)
      signal.addEventListener('abort', () => reader.wake(), { once: true })
      try {
        while (!isOver(signal)) {
          if (reader.rows.length === 0) await new Promise<void>((resolve) => (reader.wake = resolve))
          if (isOver(signal)) return
          yield { rows: reader.rows.splice(0), seen: reader.seen, dropped: reader.dropped }
          await sleep(pause, undefined, { signal }).catch(() => undefined)
        }
      } finally {
        readers.delete(reader)
      }
    },
  }
}

interface Reader {
  readonly directions: 'in' | 'both'
  rows: EventRow[]
  seen: number
  dropped: number
  wake: () => void
}

function hold(reader: Reader, rows: readonly EventRow[]): void {
  const wanted = reader.directions === 'both' ? rows : rows.filter((row) => row.direction === 'in')
  if (wanted.length === 0) return
  reader.seen += wanted.length
  reader.rows.push(...wanted)
  const excess = Math.max(0, reader.rows.length - heldRows)
  reader.rows.splice(0, excess)
  reader.dropped += excess
  reader.wake()
}
