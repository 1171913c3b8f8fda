import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Hits, Query } from '../../../../contract/console/explore.ts'
import type { SavedView } from '../../../../contract/console/views.ts'
import { useApi } from '../../../api/use-api.ts'
import { createReader } from '../../../composables/reader.ts'
import { pageTimers } from '../../../composables/timers.ts'

/** Least milliseconds between two rounds: counts at the side must not take the engine from what is being asked. */
const throttle = 10_000

/**
 * How much each saved view matches now, by its id. Asked for one after the other, again when messages came, and not at
 * all while nobody looks. What cannot be counted has no entry.
 */
export function useViewCounts(
  views: () => readonly SavedView[],
  queryOf: (view: SavedView) => Query,
): Readonly<Ref<ReadonlyMap<number, Hits>>> {
  const api = useApi()
  const counts = shallowRef<ReadonlyMap<number, Hits>>(new Map())

  const countOne = async (view: SavedView, signal: AbortSignal): Promise<void> => {
    const checked = await api.call('explore.check', { query: queryOf(view) }, { signal, timeout: 30_000 })
    if (signal.aborted) return
    const next = new Map(counts.value)
    if (checked.ok && !checked.hunt) next.set(view.id, checked.hits)
    else next.delete(view.id)
    counts.value = next
  }
  const reader = createReader({
    async read(signal) {
      for (const view of views()) if (!signal.aborted && !document.hidden) await countOne(view, signal)
    },
    done: () => undefined,
    // The rest of the screen says that the engine is away; the counts of before stay.
    failed: () => undefined,
    busy: () => undefined,
    throttle,
    timers: pageTimers,
    now: () => performance.now(),
  })
  watch(
    () => views().map(queryOf),
    () => reader.restart(),
    { immediate: true },
  )
  const stopListening = api.onChange((topics) => {
    if (topics.has('workspace')) reader.restart()
    else if (topics.has('events') || topics.has('labels')) reader.refresh()
  })
  const onShown = (): void => reader.refresh()
  document.addEventListener('visibilitychange', onShown)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onShown)
    stopListening()
    reader.stop()
  })
  return counts
}
