import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { ManyBans } from '../../../../contract/console/proposing.ts'
import { useApi } from '../../../api/use-api.ts'
import { followJob } from '../../../composables/followJob.ts'
import { useToasts } from '../../../stores/toasts.ts'

interface ManyBansInUse {
  /** Of the act that runs, or ran last. */
  readonly act: Readonly<ShallowRef<ManyBans | undefined>>
  /** Waits for the end of the job. @throws what the engine says; when the card is closed before, nothing is told. */
  follow(job: number): Promise<ManyBans>
  /** Takes back as a whole what a job proposed, and tells what came of it. */
  takeBack(job: number): Promise<void>
  /** Nothing more of it is gathered or sent. */
  stop(): void
}

/** Acts on many bans, which the engine does as jobs. */
export function useManyBans(): ManyBansInUse {
  const api = useApi()
  const toasts = useToasts()
  const act = shallowRef<ManyBans>()
  const abort = new AbortController()
  onScopeDispose(() => abort.abort())
  const look = (job: number) => (): Promise<ManyBans> => api.call('ban.many', { job })

  return {
    act,
    follow: (job) => followJob(api, { read: look(job), tell: (now) => (act.value = now), signal: abort.signal }),
    stop: () => {
      if (act.value?.state === 'running') void api.call('job.cancel', { id: act.value.job }).catch(() => undefined)
    },
    takeBack: async (job) => {
      try {
        const back = await api.call('ban.withdrawMany', { job })
        // The card is closed long since: this is told to whoever still looks.
        const { outcome = '' } = await followJob(api, { read: look(back.job), tell: () => undefined })
        toasts.done(outcome)
      } catch (error) {
        toasts.failed('The bans could not be taken back', error)
      }
    },
  }
}
