import { performance } from 'node:perf_hooks'

/** How much hunters may take while the engine has work of its own: messages that arrive are stored first. */
export interface Pace {
  /** Is the engine's own thread busy now? */
  readonly busy: boolean
  stop(): void
}

/** Milliseconds between two looks. */
const every = 100
/** Part of the time. */
const muchOfIt = 0.3

export function watchPace(): Pace {
  let before = performance.eventLoopUtilization()
  let busy = false
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    busy = performance.eventLoopUtilization(now, before).utilization > muchOfIt
    before = now
  }, every).unref()
  return {
    get busy() {
      return busy
    },
    stop: () => clearInterval(timer),
  }
}
