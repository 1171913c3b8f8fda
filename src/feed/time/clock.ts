import type { FeedClock } from '../../contract/ledger/api.ts'

/** Time as the feed sees it: given from outside, so that tests can let days pass. */
export interface Clock {
  /** UTC milliseconds, whole: what the feed goes by. */
  now(): number
  /** What the machine says, UTC milliseconds, also while `now` does not believe it: never before `now`. */
  latest(): number
  /** Why `now` is not what the machine says; `undefined` when it is. */
  doubt(): FeedClock | undefined
  /** Calls `run` once when `now()` has reached `at`. @returns what cancels it. */
  wake(at: number, run: () => void): () => void
}

/** Long waits are cut, so that a step of the clock is noticed, and because setTimeout overflows after 24.8 days. */
const longestWait = 30_000

/** @returns `Clock.wake` for a clock that says `now`. */
export function wakingBy(now: () => number): Clock['wake'] {
  return (at, run) => {
    let timer: NodeJS.Timeout
    const arm = (): void => {
      const left = at - now()
      timer = setTimeout(left > longestWait ? arm : run, Math.max(0, Math.min(left, longestWait)))
    }
    arm()
    return () => clearTimeout(timer)
  }
}

/** Believes the machine at once: for what runs once and is over. */
export const systemClock: Clock = {
  now: () => Date.now(),
  latest: () => Date.now(),
  doubt: () => undefined,
  wake: wakingBy(() => Date.now()),
}
