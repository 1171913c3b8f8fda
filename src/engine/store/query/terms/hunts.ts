import type { Test } from '../../../../filter/filter.ts'
import { eventCondition, never, type Condition, type Way } from '../condition.ts'
import { lengthOf, type Run } from '../run.ts'
import { has } from '../sets.ts'
import { numberTest } from '../values.ts'

interface Id {
  readonly id: number
}

const hitsOf = 'SELECT event AS id FROM hunt_hit WHERE hunt = ?'
const dialogsOf = `SELECT DISTINCT d.id, d.messages FROM hunt_hit h CROSS JOIN event e ON e.id = h.event
  CROSS JOIN dialog d ON d.id = e.dialog WHERE h.hunt = ?`

/** `hunt:`, by its number: the messages that it found, so far while it runs. */
export function huntTerm(run: Run, test: Test): Condition {
  const fits = numberTest(test)
  const hunts = run.reader.all<Id>('SELECT id FROM hunt').flatMap(({ id }) => (fits(id) ? id : []))
  if (hunts.length === 0) return never
  const found = new Uint8Array(lengthOf(run.reader, 'event'))
  for (const hunt of hunts) {
    run.pause()
    // Of one that was deleted meanwhile only the hit is left.
    for (const { id } of run.reader.all<Id>(hitsOf, hunt)) if (id < found.length) found[id] = 1
  }
  return eventCondition({ holds: ({ id }) => has(found, id), way: () => wayTo(run, hunts) })
}

/** Through the dialogs of what they found. */
function wayTo(run: Run, hunts: readonly number[]): Way {
  const dialogs = new Map<number, number>()
  for (const hunt of hunts) {
    run.pause()
    for (const { id, messages } of run.reader.all<Id & { messages: number }>(dialogsOf, hunt)) dialogs.set(id, messages)
  }
  const messages = [...dialogs.values()].reduce((sum, each) => sum + each, 0)
  return { by: 'dialog', ids: [...dialogs.keys()], messages }
}
