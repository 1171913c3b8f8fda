import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { storageFault } from '../store/error.ts'

/** Work of one sensor, done in its order. */
export interface Lane {
  push(task: () => void): void
  close(): void
}

export interface Lanes {
  /** @param onFailure a task threw what is no fault of the disk; the rest of the lane is dropped. */
  open(onFailure: (error: unknown) => void): Lane
  /** Finishes the task at hand and drops the others: sensors still hold what was not acknowledged. */
  close(): Promise<void>
}

/** Milliseconds between two attempts to store the same batch while the disk is full. */
const retryAfter = 1_000

/**
 * Runs the lanes' tasks one at a time and in turn, so that a busy sensor never delays the others, and lets everything
 * else on the event loop run in between. A task that meets a full disk stays at the head until it succeeds.
 */
export function createLanes(): Lanes {
  const lanes = new Set<OpenLane>()
  const stopping = new AbortController()
  let wake: () => void = () => undefined

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const busy = [...lanes].filter((lane) => lane.tasks.length > 0)
      if (busy.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      for (const lane of busy) {
        if (attempt(lane) === 'retry')
          await sleep(retryAfter, undefined, { signal: stopping.signal }).catch(() => undefined)
        await turn()
        if (stopped(stopping.signal)) return
      }
    }
  }
  const running = run()
  return {
    open: (onFailure) => {
      const lane: OpenLane = { tasks: [], onFailure }
      lanes.add(lane)
      return {
        push: (task) => {
          lane.tasks.push(task)
          wake()
        },
        close: () => {
          lane.tasks.length = 0
          lanes.delete(lane)
        },
      }
    },
    close: async () => {
      stopping.abort()
      wake()
      await running
    },
  }
}

interface OpenLane {
  readonly tasks: (() => void)[]
  readonly onFailure: (error: unknown) => void
}

const stopped = (signal: AbortSignal): boolean => signal.aborted

function attempt(lane: OpenLane): 'done' | 'retry' {
  try {
    lane.tasks[0]?.()
    lane.tasks.shift()
  } catch (error) {
    if (storageFault(error) !== undefined) return 'retry'
    lane.tasks.length = 0
    lane.onFailure(error)
  }
  return 'done'
}
