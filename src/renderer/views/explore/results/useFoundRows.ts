import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { mostRows, type ExploreTab, type Query } from '../../../../contract/console/explore.ts'
import { RpcError } from '../../../../contract/rpc/error.ts'
import { useApi } from '../../../api/use-api.ts'
import { pageTimers } from '../../../composables/timers.ts'
import { createPagedRows, type PagedRows } from '../../../lists/paged-rows.ts'
import type { ExploreQuery } from '../query-state.ts'
import type { TabFacts } from './tabs.ts'

export interface FoundRowsState<Row> {
  /** Those on screen; they stay, dimmed, until the first of the next question have come. */
  readonly rows: Readonly<ShallowRef<PagedRows<Row>>>
  /** What the rows on screen answer. */
  readonly query: Readonly<ShallowRef<Query | undefined>>
  /** How many match, when that is known; may be more than can be reached. */
  readonly total: ComputedRef<number | undefined>
  /** At least so many match. */
  readonly least: ComputedRef<number | undefined>
  /** The rows on screen answer an earlier question. */
  readonly stale: ComputedRef<boolean>
  readonly reading: ComputedRef<boolean>
  readonly error: ComputedRef<RpcError | undefined>
  /** Somebody stopped the reading; what came is on screen. */
  readonly stopped: Readonly<Ref<boolean>>
  readonly stop: () => void
  readonly goOn: () => void
}

/** Reads a tab of the matches, anew with every question and order, and again when what is shown of the rows changes. */
export function useFoundRows<Row>(
  tab: ExploreTab,
  facts: TabFacts<Row>,
  explore: ExploreQuery,
  sort: () => { readonly by: string; readonly descending: boolean } | undefined,
): FoundRowsState<Row> {
  const api = useApi()
  const counted = shallowRef<{ readonly least: number | undefined; readonly complete: boolean }>()
  const stopped = ref(false)
  const none = createPagedRows<Row>({ read: () => Promise.resolve({ rows: [] }), most: 0, timers: pageTimers })
  const rows = shallowRef<PagedRows<Row>>(none)
  const query = shallowRef<Query>()
  const next = shallowRef<{ readonly rows: PagedRows<Row>; readonly query: Query }>()

  const ask = (question: Query): PagedRows<Row> =>
    createPagedRows<Row>({
      read: (place, signal) => facts.read(api, { ...place, query: question, sort: sort() }, signal),
      // The count is of the question on screen; the one before may be there still.
      total: () => (explore.query.value === question ? counted.value?.least : undefined),
      most: mostRows,
      timers: pageTimers,
    })
  const start = (): void => {
    next.value?.rows.stop()
    stopped.value = false
    const question = explore.query.value
    if (!question) return
    const asked = ask(question)
    asked.want(0, 60)
    next.value = { rows: asked, query: question }
  }
  const adopt = (): void => {
    if (!next.value) return
    rows.value.stop()
    rows.value = next.value.rows
    query.value = next.value.query
    next.value = undefined
  }
  watch([explore.query, () => JSON.stringify(sort())], start, { immediate: true })
  watch(
    () => next.value?.rows.answered,
    (answered) => answered && adopt(),
  )

  // The count beside the filter is of the text as it is typed; it is the rows' own when that is what was asked.
  watch(
    [explore.checked, explore.checking, explore.query],
    ([checked, checking, question], before) => {
      if (question !== before[2]) counted.value = undefined
      if (checking || !checked?.ok || question?.filter !== explore.text.value) return
      counted.value = { least: facts.total(checked.hits), complete: checked.hits.complete }
    },
    { immediate: true },
  )

  const shownOf = { sources: new Set(['bans', 'whitelist', 'campaigns', 'labels']) } as const
  const stopListening = api.onChange((topics) => {
    if (topics.has('workspace')) start()
    else if (tab === 'sources' && [...topics].some((topic) => shownOf.sources.has(topic))) rows.value.refresh()
  })
  onScopeDispose(() => {
    stopListening()
    next.value?.rows.stop()
    rows.value.stop()
  })

  return {
    rows,
    query,
    stopped,
    total: computed(() => (counted.value?.complete ? counted.value.least : undefined)),
    least: computed(() => counted.value?.least),
    stale: computed(() => next.value !== undefined && rows.value.length > 0),
    reading: computed(() => (next.value?.rows ?? rows.value).reading),
    // Why an earlier question failed says nothing of the one that is asked now.
    error: computed(() => (next.value ? undefined : errorOf(rows.value.error))),
    stop: () => {
      stopped.value = true
      ;(next.value?.rows ?? rows.value).stop()
    },
    goOn: () => {
      stopped.value = false
      ;(next.value?.rows ?? rows.value).retry()
    },
  }
}

const errorOf = (error: unknown): RpcError | undefined => {
  if (error === undefined || error instanceof RpcError) return error
  return new RpcError('internal', error instanceof Error ? error.message : 'the rows could not be read')
}
