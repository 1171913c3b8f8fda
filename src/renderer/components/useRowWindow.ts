import { computed, nextTick, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'
import { isSameWindow, overscan, scrollTo, windowOf, type RowWindow } from './window.ts'

export interface RowWindowState {
  readonly window: ComputedRef<RowWindow>
  /** Most rows that are drawn at once. */
  readonly slots: ComputedRef<number>
  /** Brings a row into sight. */
  readonly reveal: (index: number) => void
  readonly toTop: () => void
}

/** Follows what a scrolling box shows of a list of equally high rows. */
export function useRowWindow(
  box: Readonly<Ref<HTMLElement | null>>,
  facts: () => { readonly length: number; readonly rowHeight: number; readonly headerHeight: number },
): RowWindowState {
  const scrollTop = ref(0)
  const viewport = ref(0)
  const all = () => ({ ...facts(), scrollTop: scrollTop.value, viewport: viewport.value })
  const look = (): void => void (scrollTop.value = box.value?.scrollTop ?? 0)
  const observer = new ResizeObserver(() => {
    viewport.value = box.value?.clientHeight ?? 0
    look()
  })
  watch(
    box,
    (element, before) => {
      before?.removeEventListener('scroll', look)
      observer.disconnect()
      if (!element) return
      viewport.value = element.clientHeight
      element.addEventListener('scroll', look, { passive: true })
      observer.observe(element)
    },
    { flush: 'post', immediate: true },
  )
  onScopeDispose(() => {
    box.value?.removeEventListener('scroll', look)
    observer.disconnect()
  })

  const go = (top: number): void => {
    if (!box.value) return
    box.value.scrollTop = top
    look()
  }
  return {
    window: computed<RowWindow>((before) => {
      const now = windowOf(all())
      return before && isSameWindow(before, now) ? before : now
    }),
    slots: computed(() => Math.ceil(viewport.value / facts().rowHeight) + 2 * overscan + 2),
    reveal: (index) => {
      const top = scrollTo(index, all())
      // The content may not have its new height yet.
      if (top !== scrollTop.value) void nextTick(() => go(top))
    },
    toTop: () => go(0),
  }
}
