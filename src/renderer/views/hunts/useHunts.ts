import type { Query } from '../../../contract/console/explore.ts'
import type { Hunt } from '../../../contract/console/hunts.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'

export interface HuntActions {
  /** @returns its id; `undefined` when it did not start, which was said. */
  readonly start: (query: Query) => Promise<number | undefined>
  readonly again: (hunt: Hunt, range: Range | undefined) => Promise<number | undefined>
  readonly cancel: (hunt: Hunt) => Promise<void>
  readonly remove: (hunt: Hunt) => Promise<void>
}

/** What can be done about searches through raw bytes; what goes wrong is said as a notice. */
export function useHunts(): HuntActions {
  const api = useApi()
  const toasts = useToasts()

  async function attempt<Result>(what: string, run: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await run()
    } catch (error) {
      toasts.failed(what, error)
      return undefined
    }
  }
  const started = async (what: string, run: () => Promise<{ readonly id: number }>): Promise<number | undefined> =>
    (await attempt(what, run))?.id

  return {
    start: (query) => started('The hunt did not start', () => api.call('hunt.start', { query })),
    again: ({ id }, range) =>
      started('The hunt did not start again', () => api.call('hunt.again', { id, ...(range && { range }) })),
    cancel: ({ id }) => attempt('The hunt was not cancelled', () => api.call('hunt.cancel', { id })),
    remove: ({ id }) => attempt('The hunt was not removed', () => api.call('hunt.remove', { id })),
  }
}
