import type { Query } from '../../../contract/console/explore.ts'
import type { Hunt } from '../../../contract/console/hunts.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'
import { useView } from '../../stores/view.ts'
import { counted } from '../../text/format.ts'
import { zoneName } from '../../text/time.ts'
import { visibleString } from '../../text/visible.ts'

export interface HuntActions {
  /** @returns its id; `undefined` when it did not start, which was said. */
  readonly start: (query: Query) => Promise<number | undefined>
  readonly again: (hunt: Hunt, range: Range | undefined) => Promise<number | undefined>
  readonly cancel: (hunt: Hunt) => Promise<void>
  /** With its hits; a notice offers to hunt again. @returns whether it is gone. */
  readonly remove: (hunt: Hunt) => Promise<boolean>
}

/** What can be done about searches through raw bytes; what goes wrong is said as a notice. */
export function useHunts(): HuntActions {
  const api = useApi()
  const toasts = useToasts()
  const view = useView()

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

  const anew = async ({ filter, answers, range }: Hunt): Promise<void> => {
    const query = { filter, zone: zoneName(view.zone), answers, ...(range && { range }) }
    await started('The hunt did not start', () => api.call('hunt.start', { query }))
  }

  return {
    start: (query) => started('The hunt did not start', () => api.call('hunt.start', { query })),
    again: ({ id }, range) =>
      started('The hunt did not start again', () => api.call('hunt.again', { id, ...(range && { range }) })),
    cancel: ({ id }) => attempt('The hunt was not cancelled', () => api.call('hunt.cancel', { id })),
    async remove(hunt) {
      const gone = await attempt('The hunt was not removed', async () => {
        await api.call('hunt.remove', { id: hunt.id })
        return true
      })
      if (gone) toasts.done(removedText(hunt), { label: 'Hunt again', run: () => anew(hunt), onward: true })
      return gone ?? false
    },
  }
}

const removedText = ({ filter, found }: Hunt): string =>
  `Removed the hunt ${visibleString(filter, 60)} with its ${counted(found, 'hit')}`
