import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Toast {
  readonly id: number
  /** `waits`: it was taken, and nothing has come of it yet. */
  readonly tone: 'done' | 'waits' | 'error'
  readonly text: string
  /** Mostly a named way back, e.g. "Undo": it stays for ten seconds. */
  readonly action?: {
    readonly label: string
    readonly run: () => void | Promise<void>
    /** It leads on, and is no way back: `Ctrl+Z` does not take it. */
    readonly onward?: true
  }
  /** Its way back was taken, and is on its way. */
  readonly acting?: true
}

const lifetime = 10_000
const most = 4
/** Ways back that `Ctrl+Z` knows, also when their notices are gone. */
const mostBack = 20

/** Short notices at the lower right. Errors stay until they are dismissed. */
export const useToasts = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let lastId = 0
  let waysBack: readonly Toast[] = []

  const dismiss = (id: number): void => void (toasts.value = toasts.value.filter((toast) => toast.id !== id))
  const show = (toast: Omit<Toast, 'id'>): void => {
    const id = ++lastId
    const shown = { ...toast, id }
    toasts.value = [...toasts.value, shown].slice(-most)
    if (toast.action && !toast.action.onward) waysBack = [...waysBack, shown].slice(-mostBack)
    if (toast.tone !== 'error') setTimeout(() => dismiss(id), lifetime)
  }
  const told =
    (tone: 'done' | 'waits') =>
    (text: string, action?: Toast['action']): void =>
      show({ tone, text, ...(action ? { action } : {}) })
  const failed = (what: string, error: unknown): void =>
    show({ tone: 'error', text: `${what}: ${error instanceof Error ? error.message : String(error)}` })

  /** Takes its way back or on, once; that it failed is told, whatever it was. */
  const act = async (id: number): Promise<void> => {
    const toast = [...toasts.value, ...waysBack].find((each) => each.id === id)
    if (!toast?.action || toast.acting) return
    const { label, run } = toast.action
    waysBack = waysBack.filter((each) => each.id !== id)
    toasts.value = toasts.value.map((each) => (each.id === id ? { ...each, acting: true } : each))
    try {
      await run()
    } catch (error) {
      failed(`${label} failed`, error)
    } finally {
      dismiss(id)
    }
  }
  /** Takes the newest way back, as `Ctrl+Z` does; once more: the one before it. */
  const undo = (): void => {
    const last = waysBack.at(-1)
    if (last) void act(last.id)
  }
  /** What was done in other data cannot be taken back in these. */
  const forget = (): void => void (waysBack = [])
  return { toasts, done: told('done'), waits: told('waits'), failed, dismiss, act, undo, forget }
})
