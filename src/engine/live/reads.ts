import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { eventRow, listEvents } from '../store/events.ts'
import { originsIn } from '../store/active.ts'
import { totalsIn } from '../store/live.ts'
import { attackersIn } from './attackers.ts'
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
    'live.attackers': (wanted) => attackersIn(reading, wanted),
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
