import { computed, watch, type ComputedRef, type Ref } from 'vue'
import type { DialogDetail, DialogMessage } from '../../../contract/console/dialogs.ts'
import { useCall } from '../../composables/useCall.ts'

/**
 * The messages of a dialog, with the one that a link is about: a long dialog is shown by its first messages, and that one
 * may be far behind them.
 */
export function useLinkedMessage(
  wanted: () => number | undefined,
  dialog: Readonly<Ref<DialogDetail | undefined>>,
): {
  readonly messages: ComputedRef<readonly DialogMessage[]>
  /** Tells the place of that message, once, as soon as it is there. */
  readonly find: (found: (at: number) => void) => void
} {
  const listed = computed(() => dialog.value?.messages ?? [])
  const missing = computed(() => {
    const id = wanted()
    if (id === undefined || (dialog.value?.more ?? 0) === 0 || listed.value.some((each) => each.id === id))
      return undefined
    return id
  })
  const far = useCall('messages.get', () => (missing.value === undefined ? undefined : { ids: [missing.value] }))
  const messages = computed(() => {
    const further = missing.value === undefined ? [] : (far.data.value ?? [])
    return [...listed.value, ...further.filter((each) => each.dialog === dialog.value?.dialog.id)]
  })
  const at = computed(() => messages.value.findIndex(({ id }) => id === wanted()))
  return {
    messages,
    find(found) {
      let told: number | undefined
      watch(
        [wanted, at],
        ([id, place]) => {
          if (id === told || place < 0) return
          told = id
          found(place)
        },
        { immediate: true },
      )
    },
  }
}
