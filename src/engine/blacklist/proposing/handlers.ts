import type { ConsoleCallHandlers } from '../../../contract/console/index.ts'
import type { Workspace } from '../../workspace.ts'
import { createBulk } from './bulk.ts'
import { propose } from './propose.ts'

type ProposingHandlers = Pick<ConsoleCallHandlers, 'ban.propose' | 'ban.proposeMany' | 'ban.many' | 'ban.withdrawMany'>

export function proposingHandlers(workspace: Workspace): ProposingHandlers {
  const bulk = createBulk(workspace)
  return {
    'ban.propose': (params, { signal }) => propose(params, workspace, signal),
    'ban.proposeMany': (wanted) => bulk.propose(wanted),
    'ban.many': ({ job }) => bulk.get(job),
    'ban.withdrawMany': ({ job }) => bulk.withdraw(job),
  }
}
