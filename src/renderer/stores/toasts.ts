import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'error'
  readonly text: string
  /** Mostly a named way back, e.g. "Undo": it stays for ten seconds. */
  readonly action?: {
    readonly label: string
    readonly run: () => void | Promise<void>
    /** It leads on, and is no way back: `Ctrl+Z` does not take it. */
    readonly onward?: true
  }
}

const lifetime = 10_000
const most = 4

/** Short notices at the lower right. Errors stay until they are dismissed. */
export const useToasts = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let lastId = 0

  const dismiss = (id: number): void => void (toasts.value = toasts.value.filter((toast) => toast.id !== id))
  const show = (toast: Omit<Toast, 'id'>): void => {
    const id = ++lastId
    toasts.value = [...toasts.value, { ...toast, id }].slice(-most)
    if (toast.tone === 'done') setTimeout(() => dismiss(id), lifetime)
  }
  const done = (text: string, action?: Toast['action']): void =>
    show({ tone: 'done', text, ...(action ? { action } : {}) })
  const failed = (what: string, error: unknown): void =>
    show({ tone: 'error', text: `${what}: ${error instanceof Error ? error.message : String(error)}` })
  /** Takes the newest way back, as `Ctrl+Z` does. */
  const undo = (): void => {
    const last = toasts.value.findLast(({ action }) => action && !action.onward)
    if (!last?.action) return
    dismiss(last.id)
    void last.action.run()
  }
  return { toasts, done, failed, dismiss, undo }
})
