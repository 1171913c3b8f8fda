import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Attacker } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import type { Reading } from '../readers/reading.ts'
import { sourceRows } from '../sources/rows.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { eventRow, listEvents } from '../store/events.ts'
import { busiestIn, originsIn } from '../store/active.ts'
import { totalsIn } from '../store/live.ts'
import { sourcesById } from '../store/sources.ts'
import { rateIn } from './rate.ts'

type LiveReads = Pick<
  ConsoleCallHandlers,
  'live.rate' | 'live.totals' | 'live.attackers' | 'live.origins' | 'events.page'
>

export const liveReads = (reading: Reading): LiveReads => {
  const { reader, now } = reading
  return {
    'live.rate': ({ range }) => rateIn(reader, range, now()),
    'live.totals': ({ range }) => totalsIn(reader, range),
    'live.attackers': ({ range, limit }) => attackers(reading, range, limit),
    'live.origins': ({ range }) => originsIn(reader, range),
    'events.page': (filter) =>
      pageOf(
        listEvents(reader, filter),
        filter.limit,
        ({ time, id }) => cursorAfter(time, id),
        (rows) => rows.map(eventRow),
      ),
  }
}

function attackers(reading: Reading, range: Range, limit: number): readonly Attacker[] {
  const { reader } = reading
  const busiest = busiestIn(reader, range, limit)
  const stored = new Map(
    sourcesById(
      reader,
      busiest.map(({ source }) => source),
    ).map((source) => [source.id, source]),
  )
  const found = busiest.flatMap(({ source }) => stored.get(source) ?? [])
  return sourceRows(reading, found).map((row, at) => ({ ...row, inRange: busiest[at]?.messages ?? 0 }))
}
