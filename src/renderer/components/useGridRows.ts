import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { RowSource } from '../lists/row-source.ts'
import { moveBy } from './grid.ts'
import { useRowWindow } from './useRowWindow.ts'
import { elementsFor, type RowWindow } from './window.ts'

/** A row on screen, or the place of one that is on its way. */
export interface ShownRow<Row> {
  readonly index: number
  readonly row: Row | undefined
  /** Number of the element that draws it. */
  readonly element: number
  /** `id` of that element. */
  readonly name: string
}

export interface GridRowsOptions<Row> {
  readonly source: () => RowSource<Row>
  readonly keyOf: (row: Row) => string | number
  readonly rowHeight: () => number
  /** Begins the ids of elements. */
  readonly id: string
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** Key of the row under the cursor. */
  readonly active: Ref<string | number | undefined>
}

export interface GridRows<Row> {
  readonly window: ComputedRef<RowWindow>
  readonly shown: ComputedRef<readonly ShownRow<Row>[]>
  readonly activeIndex: ComputedRef<number>
  readonly activeRow: ComputedRef<Row | undefined>
  readonly moveTo: (index: number) => void
  /** As the keys of `moveBy` do. @returns the key of the row it came to. */
  readonly move: (key: string) => string | number | undefined
  /** What "all" means to somebody who looks: in a list that is read while it scrolls, what is in sight. */
  readonly listed: () => readonly Row[]
}

const headerHeight = 28

/** Which rows of a grid are drawn, and which of them the cursor is on. */
export function useGridRows<Row>(options: GridRowsOptions<Row>): GridRows<Row> {
  const { keyOf, active, id, scroller } = options
  const source = computed(options.source)
  const { window, moving, reveal, toTop } = useRowWindow(scroller, () => ({
    length: source.value.length,
    rowHeight: options.rowHeight(),
    headerHeight,
  }))
  watch([source, () => window.value.from, () => window.value.to], ([rows, from, to]) => rows.want(from, to), {
    immediate: true,
  })

  /** Where the cursor is in a list whose places keep their rows. */
  const place = ref(0)
  const activeIndex = computed(() => {
    const { still, length } = source.value
    if (still) return Math.min(place.value, length - 1)
    return source.value.loaded().findIndex((row) => keyOf(row) === active.value)
  })
  const activeRow = computed(() => source.value.at(activeIndex.value))
  watch(
    [source, activeIndex, activeRow],
    ([rows, index, row]) => {
      if (rows.still) active.value = row === undefined ? undefined : keyOf(row)
      const first = rows.at(0)
      if (!rows.still && index < 0 && first !== undefined) active.value = keyOf(first)
    },
    { immediate: true },
  )
  // Another question has other rows: its answer is read from the top.
  watch(source, ({ still }) => {
    if (!still) return
    place.value = 0
    toTop()
  })

  const between = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

  const moveTo = (index: number): void => {
    const row = source.value.at(index)
    place.value = index
    if (row !== undefined) active.value = keyOf(row)
    reveal(index)
  }
  const move = (key: string): string | number | undefined => {
    const page = Math.max(1, window.value.lastSeen - window.value.firstSeen - 2)
    const next = moveBy(key, activeIndex.value, source.value.length, page)
    if (next === undefined) return undefined
    moveTo(next)
    const row = source.value.at(next)
    return row === undefined ? undefined : keyOf(row)
  }
  const listed = (): readonly Row[] => {
    if (!source.value.still) return source.value.loaded()
    const { firstSeen, lastSeen } = window.value
    return between(firstSeen, lastSeen).flatMap((index) => source.value.at(index) ?? [])
  }
  const nameAt = (index: number): string | number => {
    const row = source.value.at(index)
    return source.value.still || row === undefined ? index : keyOf(row)
  }
  const elements = computed<ReadonlyMap<string | number, number>>((before) =>
    elementsFor(between(window.value.from, window.value.to).map(nameAt), before),
  )
  const shown = computed(() => {
    const rows = between(window.value.from, window.value.to).map((index): ShownRow<Row> => {
      const name = nameAt(index)
      return { index, row: source.value.at(index), element: elements.value.get(name) ?? 0, name: `${id}-${name}` }
    })
    // What is moved within the document is laid out anew: rows stand in it as on screen once they rest.
    return moving.value ? rows.sort((a, b) => a.element - b.element) : rows
  })
  return { window, shown, activeIndex, activeRow, moveTo, move, listed }
}
