import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Workspace } from '../workspace.ts'
import { createUploads } from './uploads.ts'

type ImportHandlers = Pick<ConsoleCallHandlers, 'import.begin' | 'import.piece' | 'import.end' | 'imports.list'>

export function importHandlers(workspace: Workspace): ImportHandlers {
  const uploads = createUploads(workspace)
  return {
    'import.begin': ({ name, size }) => ({ id: uploads.begin(name, size) }),
    'import.piece': ({ id, bytes }) => uploads.piece(id, bytes),
    'import.end': ({ id }) => uploads.end(id),
    'imports.list': () => uploads.list(),
  }
}
