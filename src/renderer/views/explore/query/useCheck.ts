import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Checked, Query } from '../../../../contract/console/explore.ts'
import type { RpcError } from '../../../../contract/rpc/error.ts'
import { useCall } from '../../../composables/useCall.ts'

/** Long enough that a fast typist causes one question for a word, short enough that nobody waits. */
const pause = 80

/**
 * How much a filter matches, told while it is typed: asked a moment after the last key, one question at a time, and
 * what was asked before is cancelled.
 * @param wanted `undefined` while the filter has an error
 * @param again asked anew when this changes
 */
export function useCheck(
  wanted: () => Query | undefined,
  again: () => unknown,
): {
  readonly checked: Readonly<Ref<Checked | undefined>>
  readonly checking: ComputedRef<boolean>
  readonly checkError: Readonly<Ref<RpcError | undefined>>
} {
  const asked = shallowRef(wanted())
  const waiting = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const askSoon = (): void => {
    clearTimeout(timer)
    waiting.value = true
    timer = setTimeout(() => {
      waiting.value = false
      asked.value = wanted()
    }, pause)
  }
  watch([wanted, again], askSoon)
  onScopeDispose(() => clearTimeout(timer))

  const call = useCall('explore.check', () => asked.value && { query: asked.value })
  const checking = computed(() => waiting.value || call.loading.value)
  // What was said of an earlier text says nothing of one that could not be counted.
  const checked = computed(() => (call.error.value ? undefined : call.data.value))
  return { checked, checking, checkError: call.error }
}
