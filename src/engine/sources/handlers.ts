import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Workspace } from '../workspace.ts'
import { checkGuesses } from './check-guesses.ts'
import { findSource } from './find.ts'

export const sourceHandlers = (workspace: Workspace): Pick<ConsoleCallHandlers, 'source.checkGuesses'> => ({
  'source.checkGuesses': ({ address }, { signal }) =>
    checkGuesses(workspace, findSource(workspace.store.reader, address).id, signal),
})
