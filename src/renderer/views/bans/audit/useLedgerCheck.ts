import { computed, type ComputedRef } from 'vue'
import type { Job } from '../../../../contract/console/jobs.ts'
import { useApi } from '../../../api/use-api.ts'
import { useCall } from '../../../composables/useCall.ts'
import { useToasts } from '../../../stores/toasts.ts'

interface LedgerCheck {
  /** The newest, running or ended. */
  readonly job: ComputedRef<Job | undefined>
  readonly start: () => Promise<void>
  readonly cancel: (id: number) => void
}

/** Checking this console's copy of the ledger, once more and now. */
export function useLedgerCheck(): LedgerCheck {
  const api = useApi()
  const toasts = useToasts()
  const jobs = useCall('jobs.list', () => ({}), { refreshOn: ['jobs'], throttle: 200 })
  return {
    job: computed(() => jobs.data.value?.find(({ kind }) => kind === 'ledger-check')),
    start: async () => {
      try {
        await api.call('ledger.verify', {})
        jobs.refresh()
      } catch (error) {
        toasts.failed('The ledger cannot be verified now', error)
      }
    },
    cancel: (id) =>
      void api
        .call('job.cancel', { id })
        .then(jobs.refresh, (error: unknown) => toasts.failed('It could not be stopped', error)),
  }
}
