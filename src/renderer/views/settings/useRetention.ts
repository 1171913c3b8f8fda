import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Retention, RetentionPreview } from '../../../contract/console/data.ts'
import { useCall, type CallState } from '../../composables/useCall.ts'
import { draftOf, loweredFields, readDraft, sameRetention } from './retention-form.ts'
import type { RetentionDraft, RetentionReading } from './retention-form.ts'

export interface RetentionForm {
  readonly draft: Ref<RetentionDraft>
  readonly reading: ComputedRef<RetentionReading>
  readonly changed: ComputedRef<boolean>
  /** It keeps less of something than what is set. */
  readonly lowers: ComputedRef<boolean>
  /** What it would delete now; of the last one that could be read. */
  readonly preview: CallState<RetentionPreview>
  /** The preview is of what stands in the form at this moment. */
  readonly current: ComputedRef<boolean>
  readonly revert: () => void
}

/** Typing goes on; the engine counts when it pauses. Milliseconds. */
const patience = 250

/**
 * @param set the retention that is set; as long as nobody types the form follows it.
 * @param counts whether to ask what would go: not where nothing can be set.
 */
export function useRetention(set: () => Retention, counts: () => boolean): RetentionForm {
  const draft = ref<RetentionDraft>(draftOf(set()))
  const reading = computed(() => readDraft(draft.value))
  const wanted = computed(() => (reading.value.ok ? reading.value.retention : undefined))
  const changed = computed(() => !wanted.value || !sameRetention(wanted.value, set()))
  const asked: ShallowRef<Retention> = shallowRef(set())
  const preview = useCall('retention.preview', () => (counts() ? { retention: asked.value } : undefined), {
    refreshOn: ['data'],
  })
  const revert = (): void => void (draft.value = draftOf(set()))

  let timer: ReturnType<typeof setTimeout> | undefined
  watch(wanted, (retention) => {
    clearTimeout(timer)
    if (retention && !sameRetention(retention, asked.value))
      timer = setTimeout(() => (asked.value = retention), patience)
  })
  onScopeDispose(() => clearTimeout(timer))
  watch(set, (now, before) => {
    const untouched = wanted.value !== undefined && sameRetention(wanted.value, before)
    if (untouched && !sameRetention(now, before)) revert()
  })

  return {
    draft,
    reading,
    changed,
    lowers: computed(() => wanted.value !== undefined && loweredFields(set(), wanted.value).length > 0),
    preview,
    current: computed(() => {
      const answered = preview.data.value !== undefined && !preview.loading.value && !preview.error.value
      return answered && wanted.value !== undefined && sameRetention(wanted.value, asked.value)
    }),
    revert,
  }
}
