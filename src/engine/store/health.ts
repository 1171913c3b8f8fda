import { storageFault } from './error.ts'

/** Whether the store can be written at this moment, as the app shows it. */
export interface WriteHealth {
  readonly error: string | undefined
  /** Runs a write and notes how it went. The failure is thrown on. */
  guard<Result>(write: () => Result): Result
}

/**
 * @param onChange called when the store becomes read-only (with words) or writable again (with `undefined`).
 * @param lasting why it was opened for reading only; then it stays so.
 */
export function writeHealth(onChange: (error: string | undefined) => void, lasting: string | undefined): WriteHealth {
  let current = lasting
  const become = (error: string | undefined): void => {
    if (error === current || lasting !== undefined) return
    current = error
    onChange(error)
  }
  return {
    get error() {
      return current
    },
    guard: (write) => {
      try {
        const result = write()
        become(undefined)
        return result
      } catch (error) {
        const fault = storageFault(error)
        if (fault) become(fault)
        throw error
      }
    },
  }
}
