import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Attacker } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { sourceRows } from '../sources/rows.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { eventRow, listEvents } from '../store/events.ts'
import { busiestIn, originsIn, totalsIn } from '../store/live.ts'
import { sourcesById } from '../store/sources.ts'
import type { Workspace } from '../workspace.ts'
import { rateIn } from './rate.ts'

type LiveHandlers = Pick<
  ConsoleCallHandlers,
  'live.rate' | 'live.totals' | 'live.attackers' | 'live.origins' | 'events.page'
>

export const liveHandlers = (workspace: Workspace): LiveHandlers => {
  const { store, now } = workspace
  return {
    'live.rate': ({ range }) => rateIn(store.reader, range, now()),
    'live.totals': ({ range }) => totalsIn(store.reader, range),
    'live.attackers': ({ range, limit }) => attackers(workspace, range, limit),
    'live.origins': ({ range }) => originsIn(store.reader, range),
    'events.page': (filter) =>
      pageOf(
        listEvents(store.reader, filter),
        filter.limit,
        ({ time, id }) => cursorAfter(time, id),
        (rows) => rows.map(eventRow),
      ),
  }
}

function attackers(workspace: Workspace, range: Range, limit: number): readonly Attacker[] {
  const { reader } = workspace.store
  const busiest = busiestIn(reader, range, limit)
  const stored = new Map(
    sourcesById(
      reader,
      busiest.map(({ source }) => source),
    ).map((source) => [source.id, source]),
  )
  const found = busiest.flatMap(({ source }) => stored.get(source) ?? [])
  return sourceRows(workspace, found).map((row, at) => ({ ...row, inRange: busiest[at]?.messages ?? 0 }))
}
