import type { NumberDialled } from '../../contract/console/sources.ts'

/** Numbers shown; a sweep over a whole range has thousands. */
const mostNumbers = 500
/** Prefixes shown of one number, and of all together: attackers try any digits in front of theirs. */
const mostPrefixes = 100
const mostInAll = 2_000

/** What a page can show of numbers dialled: the first ones, each with its first prefixes. They keep their counts. */
export function shownNumbers(numbers: readonly NumberDialled[]): readonly NumberDialled[] {
  let left = mostInAll
  return numbers.slice(0, mostNumbers).map((number) => {
    const shown = Math.max(1, Math.min(mostPrefixes, left))
    left -= Math.min(shown, number.prefixes.length)
    return { ...number, prefixes: number.prefixes.slice(0, shown) }
  })
}
