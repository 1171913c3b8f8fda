import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { cursorAfter, pageOf } from '../store/cursor.ts'
import { guessRow, listGuesses, placeOfGuess } from '../store/guesses.ts'
import { listSources, placeIn } from '../store/sources.ts'
import type { Workspace } from '../workspace.ts'
import { checkGuesses } from './check-guesses.ts'
import { findSource, profileOf } from './profile.ts'
import { sourceRows } from './rows.ts'
import { timelineOf } from './timeline.ts'

type SourceHandlers = Pick<
  ConsoleCallHandlers,
  'source.profile' | 'source.timeline' | 'source.guesses' | 'source.checkGuesses' | 'sources.page'
>

export function sourceHandlers(workspace: Workspace): SourceHandlers {
  const { reader } = workspace.store
  return {
    'source.profile': ({ address }) => profileOf(workspace, address),
    'source.timeline': ({ address, range }) => timelineOf(reader, findSource(reader, address), range),
    'source.guesses': ({ address, cursor, limit }) =>
      pageOf(listGuesses(reader, findSource(reader, address).id, cursor, limit), limit, placeOfGuess, (rows) =>
        rows.map(guessRow),
      ),
    'source.checkGuesses': ({ address }, { signal }) => checkGuesses(workspace, findSource(reader, address).id, signal),
    'sources.page': (filter) =>
      pageOf(
        listSources(reader, filter),
        filter.limit,
        (source) => cursorAfter(...placeIn(filter.order, source)),
        (rows) => sourceRows(workspace, rows),
      ),
  }
}
