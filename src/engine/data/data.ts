import { retentionProblems, type BackupSchedule, type Retention } from '../../contract/console/data.ts'
import type { JobKind } from '../../contract/console/jobs.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobPlan } from '../jobs/jobs.ts'
import { guardedWrite } from '../store/guarded.ts'
import { backupJob, drillJob } from './backup-job.ts'
import { backupsIn, removeBackup } from './backup-files.ts'
import { createChecks } from './check-jobs.ts'
import { startClock, type ClockOptions } from './clock.ts'
import { retentionJob } from './retention-job.ts'
import { putRetention, putSchedule, type LastCheck } from './settings.ts'
import { confirmTime } from './sure-time.ts'
import type { DataSurroundings } from './surroundings.ts'

/** Looks after the data folder: what is kept and for how long, backups, and whether all is in order. */
export interface DataKeeper {
  /** Why nothing is stored, when that is so. */
  readonly readOnly: string | undefined
  readonly checked: LastCheck | undefined
  /** @throws RpcError `bad-request` for one that keeps things without what they belong to. */
  setRetention(value: Retention): void
  setSchedule(value: BackupSchedule): void
  /**
   * Each begins a job, or names the one of its kind that runs already. @returns its id.
   * @param today where the clock is in doubt, its date as `YYYY-MM-DD`. @throws RpcError `refused` without it.
   */
  runRetention(today?: string): number
  backUp(): number
  drill(file: string): number
  verify(): number
  /** @throws RpcError `not-found` */
  removeBackup(file: string): void
  /** Nothing begins by itself any more. */
  stop(): void
}

export function createData(around: DataSurroundings, clock: ClockOptions = {}): DataKeeper {
  const { directory, store, jobs, changes } = around
  const checks = createChecks(around)
  const begin = (plan: JobPlan): number => runningOf(around, plan.kind) ?? jobs.start(plan).id
  const stop = startClock(around, {
    ...clock,
    retention: () => void begin(retentionJob(around)),
    backup: () => void begin(backupJob(around, true)),
    selfCheck: () => void begin(checks.selfCheck),
    lastCheck: () => checks.last?.at,
  })
  const set = (write: () => void): void => {
    guardedWrite(store, write)
    changes.publish('data')
  }
  return {
    get readOnly() {
      return store.health.error
    },
    get checked() {
      return checks.last
    },
    setRetention: (value) => {
      const [problem] = Object.values(retentionProblems(value))
      if (problem !== undefined) throw new RpcError('bad-request', problem)
      set(() => putRetention(store.writer, value))
    },
    setSchedule: (value) => set(() => putSchedule(store.writer, value)),
    runRetention: (today) => {
      assertWritable(around)
      confirmTime(store, around.now(), today)
      return begin(retentionJob(around))
    },
    backUp: () => begin(backupJob(around, false)),
    drill: (file) => {
      assertBackup(directory, file)
      return begin(drillJob(around, file))
    },
    verify: () => begin(checks.verify),
    removeBackup: (file) => {
      if (!removeBackup(directory, file)) throw noBackup()
      changes.publish('data')
    },
    stop,
  }
}

const noBackup = (): RpcError => new RpcError('not-found', 'there is no such backup any more')

function assertBackup(directory: string, file: string): void {
  if (!backupsIn(directory).some((backup) => backup.file === file)) throw noBackup()
}

/** A full disk is tried again: what is deleted may be what frees it. */
function assertWritable({ store }: DataSurroundings): void {
  const { lasting } = store.health
  if (lasting !== undefined) throw new RpcError('read-only', `nothing can be deleted: ${lasting}`)
}

const runningOf = ({ jobs }: DataSurroundings, kind: JobKind): number | undefined =>
  jobs.list().find((job) => job.kind === kind && job.state === 'running')?.id
