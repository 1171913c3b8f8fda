import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A menu over the active row: all that can be done with it, or only how it can be copied. */
export interface RowMenu {
  readonly scope: string
  readonly kind: 'all' | 'copy'
  /** Where it opens, in pixels of the window. */
  readonly at: { readonly x: number; readonly y: number }
  /** Gets the focus back. */
  readonly from: HTMLElement | null
}

export const useMenu = defineStore('menu', () => {
  const menu = shallowRef<RowMenu>()
  const open = (next: RowMenu): void => void (menu.value = next)
  const close = (): void => void (menu.value = undefined)
  return { menu, open, close }
})
