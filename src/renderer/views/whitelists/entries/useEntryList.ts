import { computed, type ComputedRef, type Ref } from 'vue'
import type { WhitelistCovered, WhitelistEntry } from '../../../../contract/console/whitelist.ts'
import { useCall, type CallState } from '../../../composables/useCall.ts'
import type { ResultOf } from '../../../../contract/rpc/table.ts'
import type { ConsoleCalls } from '../../../../contract/console/index.ts'
import { scopeWords } from './scope-words.ts'

export interface EntryList {
  readonly call: CallState<ResultOf<ConsoleCalls['whitelist.list']>>
  readonly rows: ComputedRef<readonly WhitelistEntry[]>
  /** How many there are, in words. */
  readonly scope: ComputedRef<string>
  /** By id, of those that were counted. */
  readonly covered: ComputedRef<ReadonlyMap<string, WhitelistCovered>>
}

/** As many as are counted for the list; each one that is chosen is counted by itself. */
const mostCounted = 200

/** The entries that fit the search, with what the first of them cover. An empty search is of all. */
export function useEntryList(search: Readonly<Ref<string>>): EntryList {
  const call = useCall('whitelist.list', () => ({ search: search.value.trim() }), {
    refreshOn: ['whitelist', 'feed'],
    throttle: 250,
  })
  const rows = computed(() => call.data.value?.entries ?? [])
  const standing = computed(() => rows.value.filter(({ state }) => state === 'active' || state === 'queued'))
  const ids = computed(() => standing.value.slice(0, mostCounted).map(({ id }) => id))
  const counts = useCall('whitelist.covered', () => (ids.value.length === 0 ? undefined : { ids: ids.value }), {
    every: 30_000,
    throttle: 2000,
  })
  return {
    ...{ call, rows },
    covered: computed(() => new Map(counts.data.value?.map((each) => [each.id, each]))),
    scope: computed(() => (call.data.value ? scopeWords(call.data.value, search.value.trim() !== '') : '')),
  }
}
