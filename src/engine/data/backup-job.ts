import { RpcError } from '../../contract/rpc/error.ts'
import type { JobPlan, JobProgress } from '../jobs/jobs.ts'
import {
  backupFolder,
  backupName,
  clearDrills,
  noteDrill,
  openFolder,
  removeBackup,
  scheduledIn,
} from './backup-files.ts'
import { bytesText } from './bytes.ts'
import { usualReserve } from './room.ts'
import { runTask } from './run-task.ts'
import { scheduleIn } from './settings.ts'
import type { DataSurroundings } from './surroundings.ts'

/** Copies the store into one file, while everything goes on. */
export const backupJob = (around: DataSurroundings, scheduled: boolean): JobPlan => ({
  ...{ kind: 'backup', title: scheduled ? 'Backup by schedule' : 'Backup', unit: 'pages' },
  work: (progress) => backUp(around, scheduled, progress),
})

async function backUp(around: DataSurroundings, scheduled: boolean, progress: JobProgress): Promise<string> {
  const { directory, store, changes, now, worker, reserve = usualReserve } = around
  const folder = folderFor(directory)
  const file = backupName(now(), scheduled)
  const params = { path: store.readPath, folder, file, now: now(), reserve }
  const { bytes, events } = await runTask(worker, 'backup', params, progress)
  const gone = scheduled ? removeOlder(around) : 0
  changes.publish('data')
  const held = events === undefined ? 'of a damaged database, as far as it can be read' : `with ${events} messages`
  return `Copied into ${file}: ${bytesText(bytes)} ${held}.${gone === 0 ? '' : ` ${gone} older ones were removed.`}`
}

function folderFor(directory: string): string {
  try {
    return openFolder(directory)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new RpcError('unavailable', `the backup folder cannot be used: ${words}`)
  }
}

/** Only those made by schedule, and only once there is a newer one. */
function removeOlder({ directory, store }: DataSurroundings): number {
  const old = scheduledIn(directory).slice(scheduleIn(store.reader).keep)
  for (const { file } of old) removeBackup(directory, file)
  return old.length
}

/** Restores a backup aside, looks at all of it, and removes it again; the result stays with the backup. */
export const drillJob = (around: DataSurroundings, file: string): JobPlan => ({
  ...{ kind: 'restore-drill', title: `Trying to restore ${file}`, unit: '%', total: 100 },
  work: async (progress) => {
    const { directory, changes, now, worker, reserve = usualReserve } = around
    const folder = backupFolder(directory)
    const tried = runTask(worker, 'drill', { folder, file, reserve }, progress)
    const { ok, words } = await tried.finally(() => clearDrills(folder))
    noteDrill(folder, file, { at: now(), ok, words })
    changes.publish('data')
    if (!ok) throw new RpcError('unavailable', words)
    return words
  },
})
