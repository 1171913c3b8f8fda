import { setTimeout as sleep } from 'node:timers/promises'
import type { RetentionPreview } from '../../contract/console/data.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { JobPlan, JobProgress } from '../jobs/jobs.ts'
import { storageFault } from '../store/error.ts'
import { Pins } from '../store/retention/pinned.ts'
import { sizesOf } from '../store/retention/sizes.ts'
import { retentionSweep, type RetentionClass } from '../store/retention/sweep.ts'
import { retentionIn } from './settings.ts'
import { paced } from './pace.ts'
import { runTask } from './run-task.ts'
import { assertClock } from './sure-time.ts'
import type { DataSurroundings } from './surroundings.ts'

/** Milliseconds between two turns: half of the time and more is left to everything else. */
const rest = 12
/** Free pages given back to the disk in a millisecond, about. */
const pagesEach = 32
/** Bytes that stay free in the file, for what comes next. */
const spare = 8 * 1024 * 1024

/** Deletes what is older than the retention that is set, and gives what that frees back to the disk. */
export const retentionJob = (around: DataSurroundings): JobPlan => ({
  ...{ kind: 'retention', title: 'Deleting what is older than it is to be kept', unit: 'rows' },
  work: (progress) => deleteOld(around, progress),
})

async function deleteOld(around: DataSurroundings, progress: JobProgress): Promise<string> {
  const { store, ingest, changes, now, worker } = around
  assertClock(store.reader, now())
  const retention = retentionIn(store.reader)
  const params = { path: store.readPath, retention, now: now() }
  const { plan, preview } = await runTask(worker, 'plan', params, { ...progress, report: () => undefined })
  const gone: Gone = { raw: 0, events: 0, rollups: 0, entities: 0 }
  const sweep = retentionSweep(store.writer, plan, new Pins(), () => ingest.forget())
  const total = rowsIn(preview)
  progress.report(0, total)
  await inTurns(around, progress.signal, (milliseconds) => {
    const swept = sweep.step(milliseconds)
    for (const { what, rows } of swept ?? []) gone[what] += rows
    if (swept) progress.report(Math.min(rowsGone(gone), total), total)
    return swept !== undefined
  })
  await inTurns(
    around,
    progress.signal,
    (milliseconds) => sizesOf(store.reader).free > spare && store.reclaim(pagesEach * milliseconds) > 0,
  )
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

/** On a lane of its own, in turn with what sensors send. @param work false: there is no more. */
async function inTurns(
  { store, ingest, worker }: DataSurroundings,
  signal: AbortSignal,
  work: (milliseconds: number) => boolean,
): Promise<void> {
  const lane = ingest.lane(() => undefined)
  // What a power cut takes back is deleted again: nothing waits for the disk here.
  const turn = paced((milliseconds) => store.unhurried(() => work(milliseconds)))
  const inTurn = (): Promise<boolean> =>
    new Promise((resolve, reject) => {
      lane.push(() => {
        try {
          resolve(store.health.guard(turn))
        } catch (error) {
          reject(inWords(error))
        }
      })
    })
  const over = new AbortController()
  const begun = Promise.withResolvers<void>()
  const heard = { signal: over.signal, report: () => begun.resolve() }
  // Cancelled, or in trouble of which the next write tells.
  const written = runTask(worker, 'write-back', { path: store.path }, heard).catch(() => undefined)
  try {
    await Promise.race([begun.promise, written])
    while (await inTurn()) await sleep(rest, undefined, { signal })
  } finally {
    lane.close()
    over.abort()
    await written
  }
}

function inWords(error: unknown): Error {
  const fault = storageFault(error)
  if (fault !== undefined) return new RpcError('read-only', `no more was deleted: ${fault}`)
  return error instanceof Error ? error : new Error(String(error))
}
