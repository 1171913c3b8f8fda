import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { guessRow, listGuesses, placeOfGuess } from '../store/guesses.ts'
import { listSources, placeIn } from '../store/sources.ts'
import { findSource } from './find.ts'
import { profileOf } from './profile.ts'
import { sourceRows } from './rows.ts'
import { similarSources } from './similar.ts'
import { timelineOf } from './timeline.ts'

type SourceReads = Pick<
  ConsoleCallHandlers,
  'source.profile' | 'source.similar' | 'source.timeline' | 'source.guesses' | 'sources.page'
>

export function sourceReads(reading: Reading): SourceReads {
  const { reader } = reading
  return {
    'source.profile': ({ address }) => profileOf(reading, address),
    'source.similar': ({ address, limit }) => similarSources(reading, address, limit),
    'source.timeline': ({ address, range }) => timelineOf(reader, findSource(reader, address), range),
    'source.guesses': ({ address, cursor, limit }) =>
      pageOf(listGuesses(reader, findSource(reader, address).id, cursor, limit), limit, placeOfGuess, (rows) =>
        rows.map(guessRow),
      ),
    'sources.page': (filter) =>
      pageOf(
        listSources(reader, filter),
        filter.limit,
        (source) => cursorAfter(...placeIn(filter.order, source)),
        (rows) => sourceRows(reading, rows),
      ),
  }
}
