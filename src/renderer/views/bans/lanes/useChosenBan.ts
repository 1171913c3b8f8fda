import { computed, type ComputedRef, type Ref } from 'vue'
import type { BanRow } from '../../../../contract/console/bans.ts'
import type { RpcError } from '../../../../contract/rpc/error.ts'
import { useCall } from '../../../composables/useCall.ts'

/** A ban that a link names and that is not to be had, or not yet. */
export interface MissingBan {
  readonly id: string
  /** Absent while it is looked for. */
  readonly error: RpcError | undefined
}

interface ChosenFrom {
  readonly chosenId: Ref<string | undefined>
  /** The ban that a link names. */
  readonly linked: () => string | undefined
  /** The lanes from left to right, each from its top; nothing until they were read. */
  readonly order: () => readonly BanRow[] | undefined
}

interface ChosenBan {
  /** The chosen one; without a choice the first of the lanes, but never in the place of one that a link names. */
  readonly chosen: ComputedRef<BanRow | undefined>
  /** It stands in a lane: one that a link names may be older than all of these. */
  readonly isListed: ComputedRef<boolean>
  readonly missing: ComputedRef<MissingBan | undefined>
  readonly lookFor: () => void
}

export function useChosenBan({ chosenId, linked, order }: ChosenFrom): ChosenBan {
  const listed = computed(() => order()?.find(({ id }) => id === chosenId.value))
  const outside = computed(() => {
    const id = chosenId.value
    return id !== undefined && id === linked() && order() !== undefined && !listed.value ? id : undefined
  })
  const asked = useCall('ban.get', () => (outside.value === undefined ? undefined : { id: outside.value }), {
    refreshOn: ['bans'],
  })
  const found = computed(() => (asked.data.value?.id === outside.value ? asked.data.value : undefined))
  return {
    chosen: computed(() => listed.value ?? (outside.value === undefined ? order()?.[0] : found.value)),
    isListed: computed(() => listed.value !== undefined || outside.value === undefined),
    missing: computed(() => {
      const id = outside.value
      if (id === undefined || found.value) return undefined
      return { id, error: asked.error.value }
    }),
    lookFor: asked.refresh,
  }
}
