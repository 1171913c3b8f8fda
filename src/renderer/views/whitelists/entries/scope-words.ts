import type { WhitelistList } from '../../../../contract/console/whitelist.ts'
import { count, counted } from '../../../text/format.ts'

/** "12 active entries · outranks every ban"; what is not listed is said, or it would be taken for not there. */
export function scopeWords({ entries, found, active }: WhitelistList, searching: boolean): string {
  const all = `${counted(active, 'active entry', 'active entries')} · outranks every ban`
  const listed = entries.length
  if (listed < found) return `the first ${count(listed)} of ${count(found)}${searching ? ' found' : ''} · ${all}`
  return searching ? `${count(found)} found · ${all}` : all
}
