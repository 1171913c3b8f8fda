import type { FoundDialog, FoundPage } from '../../../contract/console/explore.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { dialogRow, dialogsById } from '../dialogs.ts'
import type { EventValues } from './condition.ts'
import { tester } from './condition.ts'
import { eventsAlong, inOrder, type Position } from './events.ts'
import { isBehind, matchesOf, type Found } from './matches.ts'
import type { Plan } from './plan.ts'
import { positionOf, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'

interface Matching {
  readonly dialog: number
  messages: number
  /** Its first match in the order of the page. */
  place: Position
}

/** Dialogs with a message that matches, by the newest of them (or, ascending, by the oldest). */
export function dialogsPage(run: Run, plan: Plan, request: PageRequest): FoundPage<FoundDialog> {
  const { descending } = sortOf(request, ['time'], 'time')
  const after = positionOf(readCursor(request.cursor, 2))
  const { offset = 0 } = request
  const found = new Map<number, Matching>()
  let upTo: Position | undefined
  let cut = false
  const seen = new Set<number>()
  for (const batch of inPieces(matchesOf(run, plan, descending, after))) {
    const fresh = [...new Set(batch.events.map(({ dialog }) => dialog))].filter((dialog) => !seen.has(dialog))
    for (const dialog of fresh) seen.add(dialog)
    for (const matching of countIn(run, plan, fresh, descending)) {
      // One that was on an earlier page has a match before this page began.
      if (isBehind(matching.place, descending, after)) found.set(matching.dialog, matching)
    }
    upTo = batch.upTo
    if (found.size > offset + request.limit) break
    // Without a place to go on from, the rest would be lost.
    cut = run.late() && upTo !== undefined
    if (cut) break
  }
  const ordered = [...found.values()].sort((a, b) => (descending ? -1 : 1) * inOrder(a.place, b.place))
  const shown = ordered.slice(offset, offset + request.limit)
  const last = ordered.length > offset + request.limit ? shown.at(-1)?.place : cut ? upTo : undefined
  return {
    rows: rowsOf(run, shown),
    ...(last === undefined ? {} : { next: cursorAfter(last.time, last.id) }),
    complete: !cut,
  }
}

/** Matches whose dialogs are read at once: a page needs those of the first, even when all matches are known. */
const piece = 300

function* inPieces(found: Iterable<Found>): Generator<Found> {
  for (const { events, upTo } of found) {
    for (let at = piece; at < events.length; at += piece)
      yield { events: events.slice(at - piece, at), upTo: events[at - 1] }
    yield { events: events.slice(Math.floor(Math.max(0, events.length - 1) / piece) * piece), upTo }
  }
}

/** Matches of dialogs, with all their messages. */
function countIn(run: Run, { parts }: Plan, dialogs: readonly number[], descending: boolean): Iterable<Matching> {
  const tests = parts.map(({ from, to, condition }) => ({ from, to, holds: tester(condition) }))
  const matches = (event: EventValues): boolean =>
    tests.some(({ from, to, holds }) => event.time >= from && event.time < to && holds(event))
  const counted = new Map<number, Matching>()
  const everything = { from: -Infinity, to: Infinity }
  for (const events of eventsAlong(run, { by: 'dialog', ids: dialogs, messages: 0 }, everything)) {
    for (const event of events) {
      if (!matches(event)) continue
      const { dialog, time, id } = event
      const known = counted.get(dialog)
      if (!known) counted.set(dialog, { dialog, messages: 1, place: { time, id } })
      else {
        known.messages += 1
        if (isBehind(known.place, descending, { time, id })) known.place = { time, id }
      }
    }
  }
  return counted.values()
}

function rowsOf({ reader }: Run, shown: readonly Matching[]): readonly FoundDialog[] {
  const rows = new Map(
    dialogsById(
      reader,
      shown.map(({ dialog }) => dialog),
    ).map((row) => [row.id, row]),
  )
  return shown.flatMap(({ dialog, messages }) => {
    const row = rows.get(dialog)
    return row ? { ...dialogRow(row), matching: messages } : []
  })
}
