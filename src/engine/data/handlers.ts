import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Workspace } from '../workspace.ts'

type DataHandlers = Pick<
  ConsoleCallHandlers,
  | 'retention.set'
  | 'retention.run'
  | 'backup.start'
  | 'backup.schedule'
  | 'backup.drill'
  | 'backup.remove'
  | 'data.verify'
>

export const dataHandlers = ({ data }: Workspace): DataHandlers => ({
  'retention.set': ({ retention }) => data.setRetention(retention),
  'retention.run': ({ today }) => ({ job: data.runRetention(today) }),
  'backup.start': () => ({ job: data.backUp() }),
  'backup.schedule': ({ schedule }) => data.setSchedule(schedule),
  'backup.drill': ({ file }) => ({ job: data.drill(file) }),
  'backup.remove': ({ file }) => data.removeBackup(file),
  'data.verify': () => ({ job: data.verify() }),
})
