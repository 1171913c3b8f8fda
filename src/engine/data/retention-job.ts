import { setTimeout as sleep } from 'node:timers/promises'
import type { RetentionPreview } from '../../contract/console/data.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobPlan, JobProgress } from '../jobs/jobs.ts'
import { storageFault } from '../store/error.ts'
import { Pins } from '../store/retention/pinned.ts'
import { sizesOf } from '../store/retention/sizes.ts'
import { retentionSweep, type RetentionClass } from '../store/retention/sweep.ts'
import { retentionIn } from './settings.ts'
import { runTask } from './run-task.ts'
import type { DataSurroundings } from './surroundings.ts'

/** Milliseconds of one step, which holds up ingestion; its commit comes on top. */
const stepTakes = 8
/** Milliseconds between two steps: more than half of the time is left to everything else. */
const rest = 12
/** Free pages given back to the disk in one step: some milliseconds. */
const pagesAtOnce = 256
/** Bytes that stay free in the file, for what comes next. */
const spare = 8 * 1024 * 1024

/** Deletes what is older than the retention that is set, and gives what that frees back to the disk. */
export const retentionJob = (around: DataSurroundings): JobPlan => ({
  ...{ kind: 'retention', title: 'Deleting what is older than it is to be kept', unit: 'rows' },
  work: (progress) => deleteOld(around, progress),
})

async function deleteOld(around: DataSurroundings, progress: JobProgress): Promise<string> {
  const { store, ingest, changes, now, worker } = around
  const retention = retentionIn(store.reader)
  const params = { path: store.readPath, retention, now: now() }
  const { plan, preview } = await runTask(worker, 'plan', params, { ...progress, report: () => undefined })
  const gone: Gone = { raw: 0, events: 0, rollups: 0, entities: 0 }
  const sweep = retentionSweep(store.writer, plan, new Pins(), () => ingest.forget())
  const total = rowsIn(preview)
  progress.report(0, total)
  await inSteps(around, progress.signal, () => {
    const swept = sweep.step(stepTakes)
    for (const { what, rows } of swept ?? []) gone[what] += rows
    if (swept) progress.report(Math.min(rowsGone(gone), total), total)
    return swept !== undefined
  })
  await inSteps(around, progress.signal, () => sizesOf(store.reader).free > spare && store.reclaim(pagesAtOnce) > 0)
  if (rowsGone(gone) > 0) for (const topic of ['events', 'data'] as const) changes.publish(topic)
  return outcome(gone)
}

type Gone = Record<RetentionClass, number>

const rowsIn = ({ raw, events, rollups, entities }: RetentionPreview): number =>
  raw.rows + events.rows + rollups.rows + entities.rows
const rowsGone = ({ raw, events, rollups, entities }: Gone): number => raw + events + rollups + entities

const outcome = (gone: Gone): string =>
  rowsGone(gone) === 0
    ? 'Nothing was old enough to be deleted.'
    : `Deleted the bytes of ${gone.raw} messages, ${gone.events} messages, ${gone.rollups} counts and ${gone.entities} sources.`

/** On a lane of its own, in turn with what sensors send. @param step false: it was the last one. */
async function inSteps({ store, ingest }: DataSurroundings, signal: AbortSignal, step: () => boolean): Promise<void> {
  const lane = ingest.lane(() => undefined)
  const inTurn = (): Promise<boolean> =>
    new Promise((resolve, reject) => {
      lane.push(() => {
        try {
          resolve(store.health.guard(step))
        } catch (error) {
          reject(inWords(error))
        }
      })
    })
  try {
    while (await inTurn()) await sleep(rest, undefined, { signal })
  } finally {
    lane.close()
  }
}

function inWords(error: unknown): Error {
  const fault = storageFault(error)
  if (fault !== undefined) return new RpcError('read-only', `no more was deleted: ${fault}`)
  return error instanceof Error ? error : new Error(String(error))
}
