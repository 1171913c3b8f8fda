import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import type { ManyBans } from '../../../../contract/console/proposing.ts'
import { useApi } from '../../../api/use-api.ts'
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

  const ended = (job: number, tell: (now: ManyBans) => void, signal?: AbortSignal): Promise<ManyBans> =>
    new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        try {
          const now = await api.call('ban.many', { job })
          if (signal?.aborted) return
          tell(now)
          if (now.state === 'running') return
          silence()
          resolve(now)
        } catch (error) {
          silence()
          reject(error instanceof Error ? error : new Error('the act was lost'))
        }
      }
      const silence = api.onChange((topics) => (topics.has('jobs') || topics.has('workspace')) && void look())
      signal?.addEventListener('abort', silence)
      void look()
    })

  return {
    act,
    follow: (job) => ended(job, (now) => (act.value = now), abort.signal),
    stop: () => {
      if (act.value?.state === 'running') void api.call('job.cancel', { id: act.value.job }).catch(() => undefined)
    },
    takeBack: async (job) => {
      try {
        const back = await api.call('ban.withdrawMany', { job })
        // The card is closed long since: this is told to whoever still looks.
        const { outcome = '' } = await ended(back.job, () => undefined)
        toasts.done(outcome)
      } catch (error) {
        toasts.failed('The bans could not be taken back', error)
      }
    },
  }
}
