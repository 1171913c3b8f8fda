import type { Attempt } from './actor.ts'
import { createLimiter } from './limiter.ts'

/**
 * The one gate through which messages leave. What attackers want to send waits here until it is due; the absolute
 * rate, the length of the queue and, where given, the total are bounded, whatever the actors and the answers do.
 */
export interface OutboxLimits {
  /** Messages a second. */
  readonly rate: number
  /** Messages at once: small, so that the socket buffers of the sensors never overflow. */
  readonly burst: number
  /** Messages waiting; what comes on top is dropped. */
  readonly waiting: number
  /** Messages in its whole life. */
  readonly total?: number
}

export interface Planned {
  readonly attempt: Attempt
  /** Time the event shall carry, µs UTC; absent means now. */
  readonly timeUs?: number
}

export interface Outbox {
  /** @param due in ms of the clock that `flush` is told. */
  add(planned: Planned, due: number): void
  /** Sends what is due and allowed. */
  flush(now: number): void
  /** What waits at the moment. */
  readonly waiting: number
  /** True once the total is used up. */
  readonly spent: boolean
}

export function createOutbox(limits: OutboxLimits, send: (planned: Planned) => void, now: number): Outbox {
  const limiter = createLimiter(limits.rate, limits.burst, now)
  const total = limits.total ?? Infinity
  let queue: { readonly planned: Planned; readonly due: number }[] = []
  let sent = 0
  const mayGo = (due: number, at: number): boolean => due <= at && sent < total && limiter.take(at)
  return {
    get waiting() {
      return queue.length
    },
    get spent() {
      return sent >= total
    },
    add(planned, due) {
      if (queue.length >= limits.waiting) return
      const place = queue.findLastIndex((other) => other.due <= due) + 1
      queue.splice(place, 0, { planned, due })
    },
    flush(at) {
      let gone = 0
      for (let first = queue[0]; first && mayGo(first.due, at); first = queue[gone]) {
        send(first.planned)
        sent++
        gone++
      }
      queue = queue.slice(gone)
    },
  }
}
