import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'
import { useView } from '../../stores/view.ts'
import { visibleString } from '../../text/visible.ts'
import { counted } from '../../text/format.ts'
import { moment } from '../../text/time.ts'
import type { Inbox } from './useInbox.ts'

/** Where rows go; `open`: back into the list. */
export type Put = { readonly mark: 'done' | 'open' } | { readonly mark: 'snoozed'; readonly until: number }

/** Puts rows away, each act with a way back. What the engine refuses is thrown, for the card to show. */
export function usePutAway(
  inbox: Pick<Inbox, 'actOn' | 'comeBack' | 'refresh'>,
): (put: Put, subjects: readonly string[]) => Promise<void> {
  const api = useApi()
  const toasts = useToasts()
  const view = useView()
  const wordsOf = (put: Put): string =>
    put.mark === 'snoozed'
      ? `snoozed until ${moment(put.until, view.zone)}`
      : { done: 'done', open: 'waiting again' }[put.mark]

  return async (put, subjects) => {
    const { act, changed: many } = await api.call('inbox.mark', { ...put, subjects: [...subjects] })
    inbox.actOn(subjects)
    inbox.refresh()
    const [only = ''] = subjects
    // A ban is called by its id, which says nothing to anybody.
    const what = many === 1 && /[.:]/.test(only) ? visibleString(only, 64) : counted(many, 'row')
    const undo = async (): Promise<void> => {
      await api.call('inbox.undo', { act })
      inbox.comeBack(subjects)
      toasts.done(`${what} as before.`)
    }
    toasts.done(`${what} ${many === 1 ? 'is' : 'are'} ${wordsOf(put)}.`, { label: 'Undo', run: undo })
  }
}
