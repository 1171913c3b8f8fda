import { ref, watch, type Ref } from 'vue'

export interface SuggestedField {
  /** What the field holds, for `v-model`. */
  readonly text: Ref<string>
  /** What the field must tell, for `v-on`. */
  readonly heard: Readonly<Record<'focus' | 'input' | 'blur', () => void>>
}

/**
 * A text field for which a suggestion may come late, as it is read from the engine. The suggestion never enters a field
 * that somebody is in or has written in: on a slow machine it would otherwise join, or replace, what is being typed.
 */
export function useSuggested(initial: string, suggestion: () => string | undefined): SuggestedField {
  const text = ref(initial)
  const inside = ref(false)
  const written = ref(initial !== '')
  watch([suggestion, inside], ([found]) => {
    if (!found || inside.value || written.value) return
    text.value = found
    written.value = true
  })
  const heard = {
    focus: () => void (inside.value = true),
    input: () => void (written.value = true),
    blur: () => void (inside.value = false),
  }
  return { text, heard }
}
