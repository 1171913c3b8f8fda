import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { DataStatus } from '../../contract/console/data.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { contentsOf, readable } from '../store/retention/contents.ts'
import { pinsOf } from '../store/retention/pinned.ts'
import { retentionPlan } from '../store/retention/plan.ts'
import { previewOf } from '../store/retention/preview.ts'
import { backupFolder, backupsIn } from './backup-files.ts'
import { clockDoubt } from './sure-time.ts'
import { keepEverything, noSchedule, retentionIn, scheduleIn } from './settings.ts'

type DataReads = Pick<ConsoleCallHandlers, 'data.status' | 'retention.preview'>

export const dataReads = (reading: Reading): DataReads => ({
  'data.status': () => status(reading),
  'retention.preview': ({ retention }) => {
    const { reader, now } = reading
    const pins = pinsOf(reader)
    return previewOf(reader, retentionPlan(reader, pins, retention, now()), pins)
  },
})

function status({ reader, directory, live, now }: Reading): DataStatus {
  const doubt = readable(() => clockDoubt(reader, now()), undefined)
  const { readOnly, checked } = live
  return {
    directory,
    bytes: sizeOf(directory),
    ...contentsOf(reader),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(checked === undefined ? {} : { checked }),
    ...(doubt === undefined ? {} : { clock: doubt }),
    retention: readable(() => retentionIn(reader), keepEverything),
    schedule: readable(() => scheduleIn(reader), noSchedule),
    backupDirectory: backupFolder(directory),
    backups: backupsIn(directory),
  }
}

const sizeOf = (directory: string): number =>
  ['console.db', 'console.db-wal']
    .map((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0)
