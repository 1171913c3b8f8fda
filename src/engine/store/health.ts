import { damageWords } from './damage.ts'
import { isDamage, storageFault } from './error.ts'

/** Whether the store can be written at this moment, as the app shows it. */
export interface WriteHealth {
  readonly error: string | undefined
  /** The same, when that stays so for as long as the store is open. */
  readonly lasting: string | undefined
  /** Runs a write and notes how it went. The failure is thrown on. */
  guard<Result>(write: () => Result): Result
  /** It must not be written any more, for as long as it is open. @param damage what is wrong with it. */
  retire(damage: string): void
}

/**
 * @param onChange called when the store becomes read-only (with words) or writable again (with `undefined`).
 * @param opened why it was opened for reading only; then it stays so.
 * @param onRetire sees to it that nothing is written. Called before `onChange`, once.
 */
export function writeHealth(
  onChange: (error: string | undefined) => void,
  opened: string | undefined,
  onRetire: (damage: string) => void = () => undefined,
): WriteHealth {
  let lasting = opened
  let current = opened
  const become = (error: string | undefined): void => {
    if (error === current || lasting !== undefined) return
    current = error
    onChange(error)
  }
  const retire = (damage: string): void => {
    if (lasting !== undefined) return
    onRetire(damage)
    become(damageWords(damage))
    lasting = current
  }
  return {
    retire,
    get lasting() {
      return lasting
    },
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
        if (isDamage(error) && error instanceof Error) retire(error.message)
        else if (fault) become(fault)
        throw error
      }
    },
  }
}
