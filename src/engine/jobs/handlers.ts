import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Workspace } from '../workspace.ts'

type JobHandlers = Pick<ConsoleCallHandlers, 'jobs.list' | 'job.cancel'>

export const jobHandlers = ({ jobs }: Workspace): JobHandlers => ({
  'jobs.list': () => jobs.list(),
  'job.cancel': ({ id }) => jobs.cancel(id),
})
