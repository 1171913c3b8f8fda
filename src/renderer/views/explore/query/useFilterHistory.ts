import { onScopeDispose, watch } from 'vue'
import { useApi } from '../../../api/use-api.ts'
import { useCall, type CallState } from '../../../composables/useCall.ts'
import type { ExploreQuery } from '../query-state.ts'
import { walked, type Walk } from './walk.ts'

/** What was asked for so long is worth keeping; what was only typed through is not. */
const worthKeeping = 1500

export interface FilterHistory {
  /** Newest first. */
  readonly filters: CallState<readonly string[]>['data']
  /** The next older (1) or newer (-1) filter to stand in the field. */
  readonly step: (direction: 1 | -1) => string | undefined
}

/** Remembers what was asked, and goes through what was asked before. */
export function useFilterHistory({ text, query }: Pick<ExploreQuery, 'text' | 'query'>): FilterHistory {
  const api = useApi()
  const { data: filters } = useCall('filters.history', () => ({}), { refreshOn: ['views'] })
  /** The list as it was when somebody began to go through it: what is looked at on the way moves to its front. */
  let walking: { readonly list: readonly string[]; readonly walk: Walk; readonly text: string } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const keep = (filter: string): void => {
    // A full disk is told elsewhere; a filter that is not remembered is no reason to interrupt.
    void api.call('filters.used', { filter }).catch(() => undefined)
  }
  watch(
    () => query.value?.filter,
    (filter) => {
      clearTimeout(timer)
      if (filter && filter.trim() !== '') timer = setTimeout(() => keep(filter), worthKeeping)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return {
    filters,
    step(direction) {
      if (walking?.text !== text.value) walking = undefined
      const list = walking?.list ?? filters.value ?? []
      const next = walked(list, text.value, walking?.walk, direction)
      if (next) walking = { list, ...next }
      return next?.text
    },
  }
}
