import type { Job } from '../../../contract/console/jobs.ts'
import { bytes, capitalised, compact, count, duration } from '../../text/format.ts'

/** How far a job is, from 0 to 1; nothing while it is not known how much there is to do. */
export function shareOf({ done, total }: Job): number | undefined {
  if (total === undefined) return undefined
  return total === 0 ? 1 : Math.min(1, done / total)
}

/** Milliseconds before a rate means anything. */
const settled = 1_000

/** "12 MB of 40 MB · 3.1 MB/s · about 9 s left". */
export function progressWords(job: Job, now: number): string {
  const { done, total, unit, startedAt } = job
  const far = total === undefined ? amount(done, unit) : `${amount(done, unit)} of ${amount(total, unit)}`
  const elapsed = now - startedAt
  if (elapsed < settled || done === 0) return far
  const perSecond = done / (elapsed / 1000)
  const left =
    total === undefined || total <= done ? '' : ` · about ${duration(((total - done) / perSecond) * 1000)} left`
  return `${far} · ${perSecondWords(perSecond, unit)}${left}`
}

/** What became of it, and how long it took. */
export function endWords({ state, outcome, startedAt, endedAt }: Job): string {
  const took = endedAt === undefined ? '' : ` · took ${duration(endedAt - startedAt)}`
  const said = outcome ?? { running: '', done: 'done', cancelled: 'stopped', failed: 'failed' }[state]
  return `${capitalised(said)}${took}`
}

const amount = (done: number, unit: string): string => (unit === 'bytes' ? bytes(done) : `${count(done)} ${unit}`)
const perSecondWords = (perSecond: number, unit: string): string =>
  unit === 'bytes' ? `${bytes(perSecond)}/s` : `${compact(Math.round(perSecond))} ${unit}/s`
