import { storageFault } from './error.ts'

/** Whether the store can be written at this moment, as the app shows it. */
export interface WriteHealth {
  readonly error: string | undefined
  /** Runs a write and notes how it went. The failure is thrown on. */
  guard<Result>(write: () => Result): Result
}

/** @param onChange called when the store becomes read-only (with words) or writable again (with `undefined`). */
export function writeHealth(onChange: (error: string | undefined) => void): WriteHealth {
  let current: string | undefined
  const become = (error: string | undefined): void => {
    if (error === current) return
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
