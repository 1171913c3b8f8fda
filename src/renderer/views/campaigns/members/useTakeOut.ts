import { onScopeDispose, ref, type Ref } from 'vue'
import { useToasts } from '../../../stores/toasts.ts'
import { counted } from '../../../text/format.ts'
import { visibleString } from '../../../text/visible.ts'
import { useMembership } from '../useMembership.ts'

export interface TakeOut {
  /** Thousands take a while. */
  readonly progress: Ref<{ readonly done: number; readonly of: number } | undefined>
  /** Takes sources out of the campaign, with a way back for exactly those that were in it. */
  readonly takeOut: (addresses: readonly string[]) => Promise<void>
  /** Leaves the rest in. */
  readonly stop: () => void
}

export function useTakeOut(campaign: () => number, gone: (addresses: readonly string[]) => void): TakeOut {
  const toasts = useToasts()
  const membership = useMembership()
  const progress: TakeOut['progress'] = ref()
  let abort: AbortController | undefined
  const stop = (): void => abort?.abort(new Error('it was stopped'))
  onScopeDispose(stop)

  function told(id: number, removed: readonly string[]): void {
    if (removed.length === 0) return
    gone(removed)
    const what = removed.length === 1 ? visibleString(removed.join(), 60) : counted(removed.length, 'source')
    const undo = (): Promise<void> => membership.undoRemoving(id, removed)
    toasts.done(`${what} left the campaign.`, { label: 'Undo', run: undo })
  }

  async function takeOut(addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0 || progress.value) return
    const id = campaign()
    const of = addresses.length
    progress.value = { done: 0, of }
    abort = new AbortController()
    const removed: string[] = []
    const tell = (done: number, some: readonly string[]): void => {
      progress.value = { done, of }
      removed.push(...some)
    }
    try {
      await membership.remove(id, addresses, { tell, stop: abort.signal })
    } catch (error) {
      toasts.failed(`${counted(of, 'source')} could not all be taken out`, error)
    } finally {
      progress.value = undefined
    }
    told(id, removed)
  }
  return { progress, takeOut, stop }
}
