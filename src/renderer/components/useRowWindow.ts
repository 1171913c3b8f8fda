import { computed, nextTick, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { pageTimers } from '../composables/timers.ts'
import {
  isSameWindow,
  revealed,
  scrolled,
  settled,
  windowOf,
  type RowWindow,
  type ScrollPlace,
  type WindowFacts,
} from './window.ts'

export interface RowWindowState {
  readonly window: ComputedRef<RowWindow>
  /** A moment ago other rows were in sight. */
  readonly moving: Readonly<Ref<boolean>>
  /** Brings a row into sight. */
  readonly reveal: (index: number) => void
  readonly toTop: () => void
}

/** Milliseconds between two moves of a list that is still on its way. */
const rest = 200

/** Follows what a scrolling box shows of a list of equally high rows. */
export function useRowWindow(
  box: Readonly<Ref<HTMLElement | null>>,
  list: () => Omit<WindowFacts, 'viewport'>,
): RowWindowState {
  const place = shallowRef<ScrollPlace>({ scrollTop: 0, shift: 0 })
  const viewport = ref(0)
  const moving = ref(false)
  let stopResting: (() => void) | undefined
  const facts = (): WindowFacts => ({ ...list(), viewport: viewport.value })
  const look = (): void => void (place.value = scrolled(facts(), place.value, box.value?.scrollTop ?? 0))
  const go = (next: ScrollPlace): void => {
    if (!box.value) return
    place.value = next
    box.value.scrollTop = next.scrollTop
  }
  const settle = (): void => {
    const next = settled(facts(), place.value)
    if (next.scrollTop !== place.value.scrollTop) go(next)
  }
  const measure = (): void => {
    viewport.value = box.value?.clientHeight ?? 0
    look()
  }
  const observer = new ResizeObserver(measure)
  const listen = (element: HTMLElement): void => {
    element.addEventListener('scroll', look, { passive: true })
    element.addEventListener('scrollend', settle)
    observer.observe(element)
  }
  const leave = (element: HTMLElement | null | undefined): void => {
    element?.removeEventListener('scroll', look)
    element?.removeEventListener('scrollend', settle)
    observer.disconnect()
  }
  watch(
    box,
    (element, before) => {
      leave(before)
      if (!element) return
      measure()
      listen(element)
    },
    { flush: 'post', immediate: true },
  )
  onScopeDispose(() => {
    leave(box.value)
    stopResting?.()
  })

  const window = computed<RowWindow>((before) => {
    const now = windowOf(facts(), place.value)
    return before && isSameWindow(before, now) ? before : now
  })
  watch(
    () => window.value.firstSeen,
    () => {
      moving.value = true
      stopResting?.()
      stopResting = pageTimers.after(rest, () => (moving.value = false))
    },
    { flush: 'sync' },
  )

  return {
    window,
    moving,
    reveal: (index) => {
      const next = revealed(facts(), place.value, index)
      if (next === place.value) return
      // Rows are drawn once, where they will be; the content may not have its new height yet.
      place.value = next
      void nextTick(() => go(next))
    },
    toTop: () => go({ scrollTop: 0, shift: 0 }),
  }
}
