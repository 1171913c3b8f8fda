/** Time as the feed sees it: given from outside, so that tests can let days pass. */
export interface Clock {
  /** UTC milliseconds, whole. */
  now(): number
  /** Calls `run` once when `now()` has reached `at`. @returns what cancels it. */
  wake(at: number, run: () => void): () => void
}

/** Long waits are cut, so that a wall clock set forward is noticed, and because setTimeout overflows after 24.8 days. */
const longestWait = 30_000

export const systemClock: Clock = {
  now: () => Date.now(),
  wake(at, run) {
    let timer: NodeJS.Timeout
    const arm = (): void => {
      const left = at - Date.now()
      timer = setTimeout(left > longestWait ? arm : run, Math.max(0, Math.min(left, longestWait)))
    }
    arm()
    return () => clearTimeout(timer)
  },
}
