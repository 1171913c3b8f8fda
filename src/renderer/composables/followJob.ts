import type { Api } from '../api/api.ts'

interface FollowedJob<Now> {
  /** What the engine knows of it. */
  readonly read: () => Promise<Now>
  /** Hears how far it is, and at last how it ended. */
  readonly tell: (now: Now) => void
  /** Ends the looking, not the job; the promise then stays as it is. */
  readonly signal?: AbortSignal
}

/** Looks at a job of the engine now and whenever jobs change, until it has ended. @throws what the engine says */
export function followJob<Now extends { readonly state: string }>(
  api: Pick<Api, 'onChange'>,
  { read, tell, signal }: FollowedJob<Now>,
): Promise<Now> {
  return new Promise((resolve, reject) => {
    let over = false
    const end = (): void => {
      over = true
      silence()
    }
    const look = async (): Promise<void> => {
      try {
        const now = await read()
        if (over) return
        tell(now)
        if (now.state === 'running') return
        end()
        resolve(now)
      } catch (error) {
        end()
        reject(error instanceof Error ? error : new Error('the task was lost'))
      }
    }
    const silence = api.onChange((topics) => (topics.has('jobs') || topics.has('workspace')) && void look())
    signal?.addEventListener('abort', end)
    void look()
  })
}
