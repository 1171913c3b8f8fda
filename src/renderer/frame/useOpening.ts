import { computed, type ComputedRef, type ShallowRef } from 'vue'
import type { OpeningState } from '../../contract/console/opening.ts'
import { useApi } from '../api/use-api.ts'
import { useNow } from '../composables/useNow.ts'

/** Milliseconds: data is usually open before that, and a screen that only flashes tells nobody anything. */
const unseen = 1_500

/** Whether there is data to show, or what keeps it from being shown. */
export function useOpening(): {
  readonly opening: Readonly<ShallowRef<OpeningState | undefined>>
  /** The opening screen has the page. */
  readonly waiting: ComputedRef<boolean>
} {
  const { opening } = useApi()
  const now = useNow()
  const waiting = computed(() => {
    const state = opening.value
    if (state === undefined || state.state === 'open') return false
    return state.state !== 'opening' || state.step.work !== 'open' || now.value - state.since > unseen
  })
  return { opening, waiting }
}
