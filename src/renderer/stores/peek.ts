import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/** What the pane at the side shows; `event` is the message of the dialog that was looked at. */
export type PeekSubject =
  | { readonly kind: 'source'; readonly address: string }
  | { readonly kind: 'dialog'; readonly id: number; readonly event?: number }

export interface PeekFrom {
  /** The list that is peeked into; the pane follows its active row. */
  readonly scope: string
  readonly subject: () => PeekSubject | undefined
  readonly open: () => void
  /** The list's place in the window: the pane must not cover it. */
  readonly list: DOMRect | undefined
}

export const usePeek = defineStore('peek', () => {
  const from = shallowRef<PeekFrom>()
  const subject = computed(() => from.value?.subject())
  const close = (): void => void (from.value = undefined)
  const toggle = (next: PeekFrom): void => void (from.value = from.value?.scope === next.scope ? undefined : next)
  /** Closes it when its list goes away. */
  const leave = (scope: string): void => {
    if (from.value?.scope === scope) close()
  }
  return { from, subject, close, toggle, leave }
})
