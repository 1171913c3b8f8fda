import { useToasts } from '../stores/toasts.ts'

/** Puts text on the clipboard and says so; both hosts allow writing, none allows reading. */
export function useCopy(): (what: string, text: string) => void {
  const toasts = useToasts()
  return (what, text) =>
    void navigator.clipboard.writeText(text).then(
      () => toasts.done(`Copied: ${what}`),
      (error: unknown) => toasts.failed('Nothing was copied', error),
    )
}
