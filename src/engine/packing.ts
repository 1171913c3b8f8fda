import type { Logger } from 'pino'
import type { Ingest } from './ingest/ingest.ts'
import type { Lane } from './ingest/lanes.ts'
import { storageFault } from './store/error.ts'
import type { Store } from './store/open.ts'
import { packWaiting } from './store/raw/pack.ts'
import { waiting } from './store/raw/waiting.ts'

/** Packs the raw bytes that wait, beside ingestion and only while that has nothing to do. */
export interface Packing {
  /** While there is something to pack; messages, about. */
  readonly progress: PackingProgress | undefined
  stop(): void
}

export interface PackingProgress {
  readonly done: number
  readonly total: number
}

interface Surroundings {
  readonly store: Store
  readonly ingest: Ingest
  readonly log: Logger
  /** Called behind each step. */
  readonly onProgress?: (progress: PackingProgress | undefined) => void
}

/** Messages in one step: some 10 ms, of which 3 are for compression. */
const stepMessages = 1_024
/** Milliseconds that a step waits for its turn in the lane when nobody else has something to store. */
const idleWithin = 5
/** Milliseconds between two steps: half of the time is left to everything else. */
const rest = 15
/** Milliseconds until it looks again: while sensors send, and when nothing waits. */
const busyFor = 1_000
const nothingFor = 60_000

/** Begins at once: an older console may have left millions of messages unpacked. */
export function startPacking({ store, ingest, log, onProgress }: Surroundings): Packing {
  const lane: Lane = ingest.lane((error) => log.error({ err: error }, 'packing raw bytes failed'))
  let progress: PackingProgress | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const become = (next: PackingProgress | undefined): void => {
    if (next === undefined && progress === undefined) return
    progress = next
    onProgress?.(next)
  }
  /** @returns milliseconds until the next step. */
  const step = (askedAt: number): number => {
    if (performance.now() - askedAt > idleWithin) return busyFor
    const packed = attempt(store, log)
    if (packed === 0) {
      become(undefined)
      return nothingFor
    }
    const done = (progress?.done ?? 0) + packed
    become({ done, total: progress ? Math.max(done, progress.total) : done + waiting(store.reader) })
    return rest
  }
  const ask = (): void => {
    const askedAt = performance.now()
    lane.push(() => {
      const next = step(askedAt)
      if (!stopped) timer = setTimeout(ask, next).unref()
    })
  }
  ask()
  return {
    get progress() {
      return progress
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
      lane.close()
    },
  }
}

/** A disk that takes nothing now may do so later: what waits is read as well as what is packed. */
function attempt(store: Store, log: Logger): number {
  if (store.health.error !== undefined) return 0
  try {
    return store.health.guard(() => packWaiting(store.writer, stepMessages))
  } catch (error) {
    const fault = storageFault(error)
    if (fault === undefined) throw error
    log.warn({ fault }, 'raw bytes are not packed')
    return 0
  }
}
