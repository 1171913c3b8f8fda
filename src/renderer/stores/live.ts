import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { withFilter, withoutFilter, type Facet, type Filter, type FilterAct } from '../lists/filters.ts'
import { countryName } from '../text/country.ts'

/** What Live is told by the whole frame: whether it stands still, and what it is narrowed to. */
export const useLive = defineStore('live', () => {
  const paused = ref(false)
  const togglePause = (): void => void (paused.value = !paused.value)

  const filters = shallowRef<readonly Filter[]>([])
  const filter = (act: FilterAct, facets: readonly Facet[]): void => {
    filters.value = withFilter(filters.value, act, facets)
  }
  const unfilter = (gone: Filter): void => void (filters.value = withoutFilter(filters.value, gone))

  /** The one country that the map marks as chosen. */
  const country = computed(() => {
    const chosen = filters.value.filter(({ field, sense }) => field === 'country' && sense === 'in')
    return chosen.length === 1 ? chosen[0]?.value : undefined
  })
  /** To one country, or to none in particular; other filters stay. */
  const narrow = (code: string | undefined): void => {
    filters.value = filters.value.filter(({ field }) => field !== 'country')
    if (code !== undefined) filter('in', [{ field: 'country', value: code, label: countryName(code) }])
  }
  return { paused, togglePause, filters, filter, unfilter, country, narrow }
})
