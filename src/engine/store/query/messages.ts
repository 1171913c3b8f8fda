import type { FoundPage } from '../../../contract/console/explore.ts'
import type { EventRow } from '../../../contract/console/vocabulary.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { eventsById } from '../events.ts'
import type { Position } from './events.ts'
import { matchesOf } from './matches.ts'
import type { Plan } from './plan.ts'
import { positionOf, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'
import { skipMatches } from './skip.ts'

/** Messages that match, by time. When time is up the page ends where looking ended, and goes on from there. */
export function messagesPage(run: Run, plan: Plan, request: PageRequest): FoundPage<EventRow> {
  const { descending } = sortOf(request, ['time'], 'time')
  const found: Position[] = []
  let upTo: Position | undefined
  let cut = false
  const after = positionOf(readCursor(request.cursor, 2))
  const { parts, left } = skipMatches(run, plan, descending, request.offset ?? 0)
  let passing = left
  for (const batch of matchesOf(run, { parts }, descending, after)) {
    for (const { id, time } of batch.events.slice(passing)) found.push({ id, time })
    passing = Math.max(0, passing - batch.events.length)
    upTo = batch.upTo
    if (found.length > request.limit) break
    // Without a place to go on from, the rest would be lost.
    cut = run.late() && upTo !== undefined
    if (cut) break
  }
  const shown = found.slice(0, request.limit)
  const rows = eventsById(
    run.reader,
    shown.map(({ id }) => id),
  )
  const last = found.length > request.limit ? shown.at(-1) : cut ? upTo : undefined
  return {
    rows,
    ...(last === undefined ? {} : { next: cursorAfter(last.time, last.id) }),
    complete: !cut,
  }
}
