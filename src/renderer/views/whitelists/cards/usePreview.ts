import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { WhitelistPreview } from '../../../../contract/console/whitelist.ts'
import type { Match, Mode } from '../../../../contract/ledger/intents/whitelist.ts'
import { useCall, type CallState } from '../../../composables/useCall.ts'

interface Typed {
  readonly value: string
  readonly match: Match
  readonly mode: Mode
}

export interface UsedPreview {
  readonly call: CallState<WhitelistPreview | undefined>
  /** What the preview is of: what may be saved. */
  readonly asked: Ref<Typed>
  /** The preview is of what stands in the fields now. */
  readonly settled: ComputedRef<boolean>
}

/** Milliseconds without a key after which it is asked: the preview follows typing, but not each letter. */
const patience = 200

export function usePreview(typed: () => Typed): UsedPreview {
  const asked = ref<Typed>(typed())
  const call = useCall('whitelist.preview', () => (asked.value.value.length < 2 ? undefined : { ...asked.value }), {
    refreshOn: ['bans', 'whitelist'],
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => (asked.value = now), patience)
  })
  onScopeDispose(() => clearTimeout(timer))
  const isAsked = ({ value, match, mode }: Typed): boolean =>
    value === asked.value.value && match === asked.value.match && mode === asked.value.mode
  const settled = computed(() => isAsked(typed()) && !call.loading.value && !call.error.value)
  return { call, asked, settled }
}
