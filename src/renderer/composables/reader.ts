import type { Timers } from '../../contract/rpc/connect.ts'

export interface ReaderOptions<Value> {
  /** Reads once; `signal` is aborted when the answer is no longer wanted. */
  readonly read: (signal: AbortSignal) => Promise<Value>
  readonly done: (value: Value) => void
  readonly failed: (error: unknown) => void
  readonly busy: (busy: boolean) => void
  /** Least milliseconds between two starts of `refresh`. */
  readonly throttle: number
  readonly timers: Timers
  readonly now: () => number
}

export interface Reader {
  /** Something changed: read again, at most once per `throttle`, never two at once. */
  refresh(): void
  /** Another question is asked: forget the running read and read at once. */
  restart(): void
  stop(): void
}

/** Decides when to read, and drops answers that came too late; knows nothing of Vue or of what is read. */
export function createReader<Value>(options: ReaderOptions<Value>): Reader {
  let running: AbortController | undefined
  let changes = 0
  let lastStart = -Infinity
  let stopTimer: (() => void) | undefined

  const start = async (): Promise<void> => {
    const abort = new AbortController()
    running = abort
    changes = 0
    lastStart = options.now()
    options.busy(true)
    const deliver = await options.read(abort.signal).then(
      (value) => () => options.done(value),
      (error: unknown) => () => options.failed(error),
    )
    if (abort.signal.aborted) return
    running = undefined
    deliver()
    options.busy(false)
    if (changes > 0) schedule()
  }

  const schedule = (): void => {
    if (stopTimer) return
    const wait = lastStart + options.throttle - options.now()
    if (wait <= 0) return void start()
    stopTimer = options.timers.after(wait, () => {
      stopTimer = undefined
      void start()
    })
  }

  const forget = (): void => {
    stopTimer?.()
    stopTimer = undefined
    running?.abort()
    running = undefined
    changes = 0
  }

  return {
    refresh() {
      if (running) changes += 1
      else schedule()
    },
    restart() {
      forget()
      void start()
    },
    stop: forget,
  }
}
