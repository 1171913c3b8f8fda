import type { AuditRow } from '../../../../contract/console/audit.ts'
import type { Page } from '../../../../contract/console/vocabulary.ts'

/** Records as they are shown: the newest first, without a hole, and where the older ones go on. */
export type Trail = Page<AuditRow>

/** What `newest` brings to a trail. */
export interface News {
  /** Records that the trail does not show. */
  readonly count: number
  /** There are more of them than `newest` holds. */
  readonly more: boolean
  /** The trail with them on top; `newest` alone where it does not continue the trail, or another ledger came. */
  readonly trail: Trail
}

/** The ledger only ever grows at its end, so that the first page is enough to go on with all that was read. */
export function newsOf(trail: Trail | undefined, newest: Trail): News {
  const top = trail?.rows[0]
  if (!trail || !top) return { count: 0, more: false, trail: newest }
  const place = newest.rows.findIndex(({ seq, hash }) => seq === top.seq && hash === top.hash)
  if (place < 0) return { count: newest.rows.length, more: newest.next !== undefined, trail: newest }
  const rows = place === 0 ? trail.rows : [...newest.rows.slice(0, place), ...trail.rows]
  return { count: place, more: false, trail: { ...trail, rows } }
}
