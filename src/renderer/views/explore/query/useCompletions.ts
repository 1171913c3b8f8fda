import { computed, onScopeDispose, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { Completion, Query } from '../../../../contract/console/explore.ts'
import { useApi } from '../../../api/use-api.ts'
import { offerAt, useful } from './completing.ts'

export interface Completions {
  readonly items: Readonly<Ref<readonly Completion[]>>
  /** Place of the chosen one; -1 while none is. */
  readonly at: Ref<number>
  readonly open: ComputedRef<boolean>
  /** Offers what could stand at the caret; `wanted` when somebody asked for it, and did not just type. */
  readonly suggest: (query: Query, caret: number, wanted: boolean) => void
  readonly move: (step: 1 | -1) => void
  readonly close: () => void
}

/** Long enough that words typed in one go are asked for once. */
const pause = 60

/** What could stand at the caret: at once what the language knows, and a moment later what the store holds. */
export function useCompletions(): Completions {
  const api = useApi()
  const items = shallowRef<readonly Completion[]>([])
  const at = shallowRef(-1)
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort: AbortController | undefined

  const stop = (): void => {
    clearTimeout(timer)
    abort?.abort()
  }
  const close = (): void => {
    stop()
    items.value = []
    at.value = -1
  }
  const ask = async (query: Query, caret: number): Promise<void> => {
    const { signal } = (abort = new AbortController())
    try {
      const found = await api.call('explore.complete', { query, at: caret }, { signal, timeout: 30_000 })
      if (!signal.aborted) replaceBy(useful(query.filter, found))
    } catch {
      // What the language knows stays on offer; that the engine is away is told elsewhere.
    }
  }
  const replaceBy = (next: readonly Completion[]): void => {
    const chosen = items.value[at.value]?.text
    items.value = next
    at.value = chosen === undefined ? -1 : next.findIndex(({ text }) => text === chosen)
  }
  onScopeDispose(stop)

  return {
    ...{ items, at, close },
    open: computed(() => items.value.length > 0),
    suggest(query, caret, wanted) {
      stop()
      const offer = offerAt(query.filter, caret)
      if (offer.unasked && !wanted) return close()
      items.value = offer.items
      at.value = -1
      if (offer.askEngine) timer = setTimeout(() => void ask(query, caret), pause)
    },
    move(step) {
      const { length } = items.value
      if (length > 0) at.value = at.value < 0 && step < 0 ? length - 1 : (at.value + step + length) % length
    },
  }
}
