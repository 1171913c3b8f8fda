/** µs since 1970, UTC; never goes backwards while the process lives. */
export type Clock = () => number

const reanchorEveryUs = 60_000_000

/**
 * Steps by the monotonic clock and looks at the wall clock once a minute, so that a corrected system time is followed
 * without ever letting two events change their order.
 */
export function createClock(wallMs: () => number = Date.now, monotonicNs = () => process.hrtime.bigint()): Clock {
  const monotonicUs = () => Number(monotonicNs() / 1000n)
  let anchor = { wall: wallMs() * 1000, monotonic: monotonicUs() }
  let latest = 0
  return () => {
    const monotonic = monotonicUs()
    if (monotonic - anchor.monotonic > reanchorEveryUs) anchor = { wall: wallMs() * 1000, monotonic }
    latest = Math.max(latest, anchor.wall + monotonic - anchor.monotonic)
    return latest
  }
}
