import type { ChosenRows } from '../../../contract/console/explore.ts'
import { eventCondition, setCondition, type Condition } from './condition.ts'
import { lengthOf, type Run } from './run.ts'
import { setOf } from './sets.ts'
import { wayTo } from './terms/dialogs.ts'

const byAddress = 'SELECT id FROM source WHERE address IN (SELECT value FROM json_each(?))'

/** What rows that were chosen one by one come to. Those that are not there any more match nothing. */
export function chosenCondition(run: Run, only: ChosenRows): Condition {
  if (only.of === 'sources') {
    const rows = run.reader.all<{ id: number }>(byAddress, JSON.stringify(only.addresses))
    const ids = rows.map(({ id }) => id)
    return setCondition('sources', setOf(ids, lengthOf(run.reader, 'source')))
  }
  const ids = [...new Set(only.ids)]
  const set = new Set(ids)
  if (only.of === 'dialogs')
    return eventCondition({ holds: ({ dialog }) => set.has(dialog), way: () => wayTo(run, ids) })
  return eventCondition({ holds: ({ id }) => set.has(id), way: () => ({ by: 'event', ids, messages: ids.length }) })
}
