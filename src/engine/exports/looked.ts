import type { ExploreTab } from '../../contract/console/explore.ts'

/**
 * What a list is of that was cut short. Numbers are counted from the newest match on; of other lists sums are added up in
 * no order of time, and what is left out may be as new as what is in it.
 */
export function lookedText(tab: ExploreTab, matches: number): string {
  const many = matches.toLocaleString('en-US')
  return tab === 'numbers'
    ? `only the newest ${many} matches were looked at`
    : `only ${many} of the matches were looked at, not always the newest`
}
