import { count, counted } from '../../../text/format.ts'

/** What an act would be about. */
export interface SelectionScope {
  /** Rows chosen one by one or by `Ctrl+A`, and how many of them are in sight. */
  readonly chosen: number
  readonly here: number
  /** Whether every row that matches is meant, those not on screen too. */
  readonly all: boolean
  /** How many match, when that is known. */
  readonly total: number | undefined
  readonly noun: string
}

/** `40 on this page selected`, `40 selected, 12 of them on this page`, `All 1,204 matching sources selected`. */
export function scopeText({ chosen, here, all, total, noun }: SelectionScope): string {
  if (all)
    return total === undefined ? `All matching ${noun}s selected` : `All ${counted(total, `matching ${noun}`)} selected`
  return here === chosen
    ? `${count(chosen)} on this page selected`
    : `${count(chosen)} selected, ${count(here)} of them on this page`
}

/** What else could be meant; nothing when that is chosen already. */
export function widerText({ chosen, all, total, noun }: SelectionScope): string | undefined {
  if (all || (total !== undefined && total <= chosen)) return undefined
  return total === undefined ? `Select all matching ${noun}s` : `Select all ${count(total)} matching`
}
