/**
 * Milliseconds of processor time that this thread has used so far. The difference of two is what something cost,
 * however busy the machine was meanwhile: a bound on it fails for slow code alone.
 */
export function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
