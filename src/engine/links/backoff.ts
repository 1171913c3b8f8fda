/** Pauses between attempts to reach a sensor, in milliseconds. */
const longest = 60_000
const firstPause = 1_000
/** On this machine a sensor is usually just starting, and there is no network to spare. */
const firstLoopbackPause = 100

/** @param failures attempts that failed in a row, 1 or more. @param random 0 to 1; spreads a fleet's return. */
export function pauseAfter(failures: number, loopback: boolean, random: number): number {
  const first = loopback ? firstLoopbackPause : firstPause
  return Math.min(longest, first * 2 ** Math.min(failures - 1, 20)) * (0.5 + random / 2)
}
