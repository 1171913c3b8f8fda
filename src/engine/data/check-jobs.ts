import { RpcError } from '../../contract/rpc/error.ts'
import type { JobPlan, JobProgress } from '../jobs/jobs.ts'
import { forgetDamage, knownDamage } from '../store/damage.ts'
import { storageFault } from '../store/error.ts'
import type { Checked } from './check.ts'
import { runTask } from './run-task.ts'
import { lastCheckIn, putCheck, type LastCheck } from './settings.ts'
import type { DataSurroundings } from './surroundings.ts'

export interface Checks {
  /** Of the whole file. */
  readonly last: LastCheck | undefined
  /** The file, every block, every count. */
  readonly verify: JobPlan
  /** The file alone; done by itself. */
  readonly selfCheck: JobPlan
}

/** What a check finds is kept in the store while that can be written, and until the console closes in any case. */
export function createChecks(around: DataSurroundings): Checks {
  const { store, changes, now, worker } = around
  let last = readLast(around)
  const note = ({ ok, words, damage }: Checked): void => {
    last = { at: now(), ok, words }
    if (damage !== undefined) store.health.retire(damage)
    if (store.health.error === undefined) keep(around, last)
    changes.publish('data')
  }
  const check = async (task: 'check' | 'verify', progress: JobProgress): Promise<string> => {
    const checked = await runTask(worker, task, { path: store.readPath }, progress)
    note(checked)
    if (!checked.ok) throw new RpcError('unavailable', checked.words)
    return checked.words + wellAgain(around)
  }
  const plan = (kind: 'verify' | 'self-check', title: string): JobPlan => ({
    ...{ kind, title, unit: '%', total: 100 },
    work: (progress) => check(kind === 'verify' ? 'verify' : 'check', progress),
  })
  return {
    get last() {
      return last
    },
    verify: plan('verify', 'Checking the database, all raw bytes and all counts'),
    selfCheck: plan('self-check', 'Checking the database'),
  }
}

/** What was found before may have been the memory's or the cable's fault. */
function wellAgain({ directory }: DataSurroundings): string {
  if (knownDamage(directory) === undefined) return ''
  forgetDamage(directory)
  return ' What was found before is not there any more: start the console again to store on.'
}

function readLast({ store }: DataSurroundings): LastCheck | undefined {
  try {
    return lastCheckIn(store.reader)
  } catch (error) {
    if (storageFault(error) === undefined) throw error
    return undefined
  }
}

function keep({ store, log }: DataSurroundings, last: LastCheck): void {
  try {
    store.health.guard(() => putCheck(store.writer, last))
  } catch (error) {
    log.warn({ err: error }, 'the outcome of the check is not kept')
  }
}
