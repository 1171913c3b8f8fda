import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Hits, Query } from '../../../../contract/console/explore.ts'
import { useApi } from '../../../api/use-api.ts'

/** A query with something taken away, and what that would match. */
export interface Loosened {
  readonly id: string
  readonly query: Query
  /** Absent while it is counted. */
  readonly hits?: Hits
}

/** More chips than this are no help, and each costs a question. */
const most = 8

/** What would match if one thing were left out, one question after the other; nothing while `wanted` is empty. */
export function useLoosened(wanted: () => readonly Loosened[]): Readonly<Ref<readonly Loosened[]>> {
  const api = useApi()
  const found = shallowRef<readonly Loosened[]>([])
  let abort = new AbortController()

  const count = async (signal: AbortSignal): Promise<void> => {
    for (const { id, query } of found.value) {
      const checked = await api.call('explore.check', { query }, { signal, timeout: 30_000 })
      if (signal.aborted) return
      if (checked.ok) found.value = found.value.map((each) => (each.id === id ? { ...each, hits: checked.hits } : each))
    }
  }
  watch(
    wanted,
    (next) => {
      abort.abort()
      abort = new AbortController()
      found.value = next.slice(0, most)
      // Without counts the chips still take conditions away.
      count(abort.signal).catch(() => undefined)
    },
    { immediate: true },
  )
  onScopeDispose(() => abort.abort())
  return found
}
