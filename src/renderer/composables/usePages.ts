import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Page } from '../../contract/console/vocabulary.ts'
import { useToasts } from '../stores/toasts.ts'
import type { CallState } from './useCall.ts'

export interface Pages<Row> {
  /** All that was read so far. */
  readonly rows: ComputedRef<readonly Row[]>
  readonly more: ComputedRef<boolean>
  readonly reading: Readonly<ShallowRef<boolean>>
  /** Reads the next page, if there is one and none is on its way. */
  readonly readOn: () => Promise<void>
  /** Reads every page that is left; ends at the first that fails. */
  readonly readAll: () => Promise<void>
  /** From the first page again. */
  readonly restart: () => void
}

/**
 * A list that is read page by page. The first page is kept current until somebody reads on: later pages hang on it.
 *
 * @param what what could not be read, for the notice: "Older dialogs could not be read"
 * @param open reads the first page; it is told when it shall stand still
 */
export function usePages<Row>(
  what: string,
  open: (paused: () => boolean) => CallState<Page<Row>>,
  readFrom: (cursor: string) => Promise<Page<Row>>,
): Pages<Row> & CallState<Page<Row>> {
  const toasts = useToasts()
  const later = shallowRef<readonly Row[]>([])
  const next = shallowRef<string>()
  const reading = shallowRef(false)
  const first = open(() => later.value.length > 0)
  watch(first.data, (page) => {
    later.value = []
    next.value = page?.next
  })

  /** @returns whether rows came. */
  async function readPage(): Promise<boolean> {
    const [page, cursor] = [first.data.value, next.value]
    if (cursor === undefined || reading.value) return false
    reading.value = true
    try {
      const { rows, next: following } = await readFrom(cursor)
      // Another first page came meanwhile: these rows belong to the one before.
      if (first.data.value !== page) return true
      later.value = [...later.value, ...rows]
      next.value = following
      return true
    } catch (error) {
      toasts.failed(`${what} could not be read`, error)
      return false
    } finally {
      reading.value = false
    }
  }

  return {
    ...first,
    rows: computed(() => [...(first.data.value?.rows ?? []), ...later.value]),
    more: computed(() => next.value !== undefined),
    reading,
    readOn: async () => {
      await readPage()
    },
    readAll: async () => {
      while (await readPage());
    },
    restart: () => {
      later.value = []
      first.refresh()
    },
  }
}
