import type { Writer } from '../../connection.ts'
import type { JudgeMessage, Judged } from '../facts.ts'
import type { Kinds } from '../kinds.ts'
import { keepFound } from '../names/found-guesses.ts'
import type { Identify } from '../names/ids.ts'
import type { Names } from '../names/names.ts'
import { RevisedAggregates } from './aggregates.ts'
import type { RevisedCourses } from './courses.ts'
import { RevisedDialogs } from './dialogs.ts'
import { storedEvents, type Range, type StoredMessage } from './stored.ts'

export type { Range } from './stored.ts'

interface Tools {
  readonly writer: Writer
  readonly names: Names
  readonly kinds: Kinds
  readonly identify: Identify
  readonly courses: RevisedCourses
  readonly now: () => number
}

/**
 * Judges stored events anew. Their rows, all aggregates and what dialogs and sources show of them are corrected by the
 * difference, so that afterwards they equal a count of the rows again. What does not change is not written. Events whose
 * bytes are not kept any more stay as they were judged.
 *
 * @param events single ones, or the next stretch of those that older rules judged, in the order of their ids.
 */
export function revise(tools: Tools, events: Range | readonly number[], judge: JudgeMessage): void {
  const { writer, names, kinds, identify } = tools
  const dialogs = new RevisedDialogs(writer, names.user, tools.courses, 'first' in events ? events : undefined)
  const aggregates = new RevisedAggregates(writer, tools.now())
  const update = writer.prepare('UPDATE event SET kind = ?, dialled = ?, named = ? WHERE id = ?')
  for (const { event, message } of storedEvents(writer, events)) {
    const judged = withFound(writer, { event, message }, judge(message, event.id))
    const ids = identify.ids(event.source, message.direction, judged)
    const kind = kinds.id(event.where, ids)
    dialogs.note(event, judged, ids)
    const { kind: kindBefore, ids: before } = event
    const [named, namedBefore] = [ids.named?.id ?? null, before.named?.id ?? null]
    if (kind === kindBefore && ids.dialled === before.dialled && named === namedBefore) continue
    update.run(kind, ids.dialled, named, event.id)
    aggregates.change(event, kind, ids)
  }
  // Behind the rows: what was lost is looked for in them.
  dialogs.flush()
  if (aggregates.flush()) identify.reset()
}

const withFound = (writer: Writer, { event }: StoredMessage, judged: Judged): Judged =>
  event.ids.named === null || judged.guesses.length === 0
    ? judged
    : { ...judged, guesses: keepFound(writer, event.ids.named.guesses, judged.guesses) }
