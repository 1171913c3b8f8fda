import { computed, type ComputedRef } from 'vue'
import type { Job, JobKind } from '../../../contract/console/jobs.ts'
import { useApi } from '../../api/use-api.ts'
import { useCall } from '../../composables/useCall.ts'
import { useToasts } from '../../stores/toasts.ts'

export type DataJobKind = Extract<JobKind, 'backup' | 'restore-drill' | 'verify' | 'retention'>
const kinds: readonly JobKind[] = ['backup', 'restore-drill', 'verify', 'retention']

type Starting = 'backup.start' | 'data.verify'

export interface DataJobs {
  /** The newest of a kind, running or ended. */
  newest(kind: DataJobKind): Job | undefined
  /** Why none of this kind can be begun now: one is under way. */
  busy(kind: DataJobKind): string | undefined
  /** The one that ended last since the screen was opened. */
  readonly lastEnded: ComputedRef<Job | undefined>
  /** @param failure what a toast says when it could not even be begun. */
  start(call: Starting, failure: string): Promise<void>
  /** @param today the date that the clock says, typed by somebody who looked at it; only where the clock is in doubt. */
  deleteOld(today: string | undefined): Promise<void>
  drill(file: string): Promise<void>
  cancel(id: number): void
}

const busyWords: Readonly<Record<DataJobKind, string>> = {
  backup: 'A backup is being made',
  'restore-drill': 'A restore is being tried',
  verify: 'Everything is being verified',
  retention: 'Deleting is under way',
}

/** The long tasks of this screen. */
export function useDataJobs(): DataJobs {
  const api = useApi()
  const toasts = useToasts()
  const jobs = useCall('jobs.list', () => ({}), { refreshOn: ['jobs'], throttle: 250 })
  const own = computed(() => (jobs.data.value ?? []).filter(({ kind }) => kinds.includes(kind)))
  const opened = Date.now()
  const ended = computed(() => own.value.filter(({ state }) => state !== 'running'))
  const lastEnded = computed(() =>
    ended.value
      .filter(({ endedAt = 0 }) => endedAt >= opened)
      .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))
      .at(0),
  )

  const begin = async (call: () => Promise<unknown>, failure: string): Promise<void> => {
    try {
      await call()
      jobs.refresh()
    } catch (error) {
      toasts.failed(failure, error)
    }
  }
  const newest = (kind: DataJobKind): Job | undefined => own.value.find((job) => job.kind === kind)
  return {
    newest,
    busy: (kind) => (newest(kind)?.state === 'running' ? busyWords[kind] : undefined),
    lastEnded,
    start: (call, failure) => begin(() => api.call(call, {}), failure),
    deleteOld: (today) =>
      begin(() => api.call('retention.run', today === undefined ? {} : { today }), 'Nothing could be deleted'),
    drill: (file) => begin(() => api.call('backup.drill', { file }), 'The restore could not be tried'),
    cancel: (id) =>
      void api
        .call('job.cancel', { id })
        .then(jobs.refresh, (error: unknown) => toasts.failed('The task could not be stopped', error)),
  }
}
