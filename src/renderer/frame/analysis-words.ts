import type { AnalysisProgress, AnalysisStatus } from '../../contract/console/analysis.ts'
import { count, counted, duration, rate } from '../text/format.ts'

/** "12,345 of 50,000 stored events were judged by older rules." */
export function olderWords({ events, older }: AnalysisStatus): string {
  const which =
    older >= events ? `All ${counted(events, 'stored event')}` : `${count(older)} of ${count(events)} stored events`
  return `${events === 1 ? 'One stored event' : which} ${older === 1 ? 'was' : 'were'} judged by older rules.`
}

/** "3,000 of 12,345 · 1,204/s · 8 s left", as far as it is known. */
export function progressWords({ done, total, perSecond, remaining }: AnalysisProgress): string {
  return [
    `${count(done)} of ${count(total)}`,
    ...(perSecond > 0 ? [perSecond >= 1000 ? `${count(perSecond)}/s` : rate(perSecond)] : []),
    ...(remaining === undefined ? [] : [remaining < 1000 ? 'under 1 s left' : `${duration(remaining)} left`]),
  ].join(' · ')
}

/** What a screen reader is told: at the start, then at each quarter, and no more often. */
export function spokenWords(status: AnalysisStatus): string {
  const { progress } = status
  if (status.state === 'failed') return `Judging stored events again failed: ${status.error ?? 'no reason given'}`
  if (!progress) return status.older > 0 ? `Rules have improved. ${olderWords(status)}` : ''
  const quarters = Math.floor((4 * progress.done) / Math.max(1, progress.total))
  const reached = ['has begun', 'a quarter done', 'half done', 'three quarters done', 'done'][quarters] ?? 'done'
  return `Judging ${counted(progress.total, 'stored event')} again: ${reached}`
}
