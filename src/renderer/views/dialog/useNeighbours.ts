import { computed, watch, type ComputedRef, type Ref } from 'vue'
import type { DialogRow } from '../../../contract/console/dialogs.ts'
import { useCall } from '../../composables/useCall.ts'

const most = 500

interface Shown {
  readonly id: () => number
  /** Whose dialogs they are, once that is known. */
  readonly source: () => string | undefined
  readonly open: (id: number) => void
}

/** The dialogs of the same source, newest first, and the way from one to the next. */
export function useNeighbours({ id, source, open }: Shown): {
  readonly rows: ComputedRef<readonly DialogRow[]>
  readonly loading: Readonly<Ref<boolean>>
  readonly goTo: (step: 1 | -1) => void
} {
  const { data, loading } = useCall('dialogs.page', () => {
    const address = source()
    return address === undefined ? undefined : { source: address, limit: most }
  })
  const rows = computed(() => data.value?.rows ?? [])
  return { rows, loading, goTo: stepThrough(() => rows.value.map((row) => row.id), id, open) }
}

/**
 * @returns goes so many places on in `list`. While `current` is not in it (the list is on its way, or still that of the
 * source before) the step waits for it, so that no key is lost and none leads elsewhere.
 */
export function stepThrough(
  list: () => readonly number[],
  current: () => number,
  open: (id: number) => void,
): (step: 1 | -1) => void {
  let awaited: 1 | -1 | undefined
  const goTo = (step: 1 | -1): void => {
    const at = list().indexOf(current())
    awaited = at < 0 ? step : undefined
    const next = at < 0 ? undefined : list()[at + step]
    if (next !== undefined) open(next)
  }
  watch(current, () => (awaited = undefined), { flush: 'sync' })
  watch(list, () => {
    if (awaited !== undefined) goTo(awaited)
  })
  return goTo
}
