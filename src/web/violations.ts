import type { Logger } from 'pino'

/** Breaches of the page's policy, as the browser reports them: each is a bug of ours or an attack that was stopped. */
export interface Violations {
  record(report: string): void
  summary(): { readonly count: number; readonly latest: readonly string[] }
}

/** Bytes of one report, and reports kept: anybody on this machine can send them. */
export const longestReport = 8_192
const kept = 20
/** At most one line in the log in so many milliseconds; the count in it tells of the others. */
const logEvery = 1_000

export function createViolations(log: Logger): Violations {
  const latest: string[] = []
  let count = 0
  let quietUntil = 0
  return {
    record(report) {
      count += 1
      latest.push(report)
      if (latest.length > kept) latest.shift()
      if (performance.now() < quietUntil) return
      quietUntil = performance.now() + logEvery
      log.warn({ report, count }, 'the page broke its content security policy')
    },
    summary: () => ({ count, latest: [...latest] }),
  }
}
