import { useApi } from '../../api/use-api.ts'
import { useToasts } from '../../stores/toasts.ts'
import { counted } from '../../text/format.ts'
import { inPieces } from './cards/in-pieces.ts'

type Watching = Parameters<typeof inPieces>[2]

export interface Membership {
  /** @returns those that were not in it yet. */
  add(id: number, addresses: readonly string[], watching?: Watching): Promise<readonly string[]>
  /** @returns those that were in it. */
  remove(id: number, addresses: readonly string[], watching?: Watching): Promise<readonly string[]>
  /** The ways back, for exactly those that were changed; a way that is barred says so. */
  undoAdding(id: number, added: readonly string[]): Promise<void>
  undoRemoving(id: number, removed: readonly string[]): Promise<void>
}

/** Who belongs to a campaign, changed for as many sources as there are. */
export function useMembership(): Membership {
  const api = useApi()
  const toasts = useToasts()
  const add: Membership['add'] = (id, addresses, watching) =>
    inPieces(addresses, async (sources) => (await api.call('campaign.addSources', { id, sources })).added, watching)
  const remove: Membership['remove'] = (id, addresses, watching) =>
    inPieces(
      addresses,
      async (sources) => (await api.call('campaign.removeSources', { id, sources })).removed,
      watching,
    )
  const back = async (act: () => Promise<readonly string[]>, how: string): Promise<void> => {
    try {
      toasts.done(`${counted((await act()).length, 'source')} ${how}.`)
    } catch (error) {
      toasts.failed('It could not be undone', error)
    }
  }
  return {
    ...{ add, remove },
    undoAdding: (id, added) => back(() => remove(id, added), 'left the campaign again'),
    undoRemoving: (id, removed) => back(() => add(id, removed), 'put back into the campaign'),
  }
}
