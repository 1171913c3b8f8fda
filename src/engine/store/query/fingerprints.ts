import type { FoundFingerprint, FoundPage } from '../../../contract/console/explore.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { countFingerprints, type CountedFingerprint } from './count-fingerprints.ts'
import type { Plan } from './plan.ts'
import { pageBy, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'

const orders = ['matching', 'sources'] as const
const keys = {
  matching: ({ matching }: CountedFingerprint) => matching,
  sources: (row: CountedFingerprint) => row.sources(),
}

/** Fingerprints of matching messages. Without a sort the most frequent first. */
export function fingerprintsPage(run: Run, plan: Plan, request: PageRequest): FoundPage<FoundFingerprint> {
  const { by, descending } = sortOf(request, orders, 'matching')
  const { found, complete, looked } = countFingerprints(run, plan)
  const { shown, next } = pageBy(found, keys[by], descending, readCursor(request.cursor, 2), request)
  return {
    rows: shown.map(({ text, matching, tools, ...row }) => ({ text, matching, sources: row.sources(), tools })),
    ...(next ? { next: cursorAfter(...next) } : {}),
    complete,
    ...(complete ? {} : { newest: looked }),
  }
}
