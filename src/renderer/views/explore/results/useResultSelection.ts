import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { mostAddresses, type Query } from '../../../../contract/console/explore.ts'
import { useApi } from '../../../api/use-api.ts'
import type { Selection } from '../../../lists/selection.ts'
import { count } from '../../../text/format.ts'

export interface ResultSelection<Row> {
  readonly selected: Ref<Selection>
  /** Every row that matches, not only those chosen one by one. */
  readonly all: Readonly<Ref<boolean>>
  readonly selectAll: (listed: readonly Row[]) => void
  /** Addresses of the sources that an act is about: those selected, or the one under the cursor. Most messages first. */
  readonly addresses: () => readonly string[]
  /** The same of every row that matches: the engine looks for them, which may take a while. */
  readonly allAddresses: (signal: AbortSignal) => Promise<readonly string[]>
  readonly hasAddress: ComputedRef<boolean>
}

export interface ResultSelectionOptions<Row> {
  readonly query: () => Query | undefined
  readonly loaded: () => readonly Row[]
  readonly keyOf: (row: Row) => string | number
  readonly active: () => Row | undefined
  readonly address: ((row: Row) => string) | undefined
}

function atMost(addresses: readonly string[]): readonly string[] {
  if (addresses.length <= mostAddresses) return addresses
  throw new Error(`They are more than ${count(mostAddresses)}, too many for one act: narrow the filter or the time.`)
}

/** What is chosen among rows of which only some are at hand. */
export function useResultSelection<Row>(options: ResultSelectionOptions<Row>): ResultSelection<Row> {
  const api = useApi()
  const { keyOf, address } = options
  const selected = shallowRef<Selection>(new Set())
  const all = ref(false)
  /** Rows leave when others are read; who they were about is kept. */
  const about = new Map<string | number, string>()
  let widening = false

  const learn = (): void => {
    if (!address || selected.value.size === 0) return about.clear()
    for (const row of options.loaded()) if (selected.value.has(keyOf(row))) about.set(keyOf(row), address(row))
  }
  watch(selected, () => {
    if (!widening) all.value = false
    widening = false
    learn()
  })
  watch(options.query, () => (selected.value = new Set()))

  return {
    selected,
    all,
    selectAll: (listed) => {
      widening = true
      selected.value = new Set([...selected.value, ...listed.map(keyOf)])
      all.value = true
    },
    allAddresses: async (signal) => {
      const query = options.query()
      if (!query) return []
      // One more than can be acted on: nobody shall believe that an act on the first was one on all.
      return atMost(await api.call('explore.addresses', { query, limit: mostAddresses + 1 }, { signal }))
    },
    addresses: () => {
      const row = options.active()
      if (selected.value.size === 0) return row === undefined || !address ? [] : [address(row)]
      return atMost([...new Set([...selected.value].flatMap((key) => about.get(key) ?? []))])
    },
    hasAddress: computed(() => address !== undefined && (selected.value.size > 0 || options.active() !== undefined)),
  }
}
