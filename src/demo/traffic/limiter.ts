/** Token bucket: at most `rate` a second in the long run, and `burst` at once. Times are ms of any steady clock. */
export interface Limiter {
  take(now: number): boolean
}

export function createLimiter(rate: number, burst: number, now: number): Limiter {
  let tokens = burst
  let filled = now
  return {
    take(at) {
      tokens = Math.min(burst, tokens + ((at - filled) * rate) / 1000)
      filled = at
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
