import type { Timers } from '../../contract/rpc/connect.ts'

export const pageTimers: Timers = {
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
}
