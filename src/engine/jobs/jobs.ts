import type { Logger } from 'pino'
import type { Job, JobKind } from '../../contract/console/jobs.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Changes } from '../changes.ts'

/** What a task tells while it runs. */
export interface JobProgress {
  readonly signal: AbortSignal
  /** @param total when it is known, or became known. */
  readonly report: (done: number, total?: number) => void
}

export interface JobPlan {
  readonly kind: JobKind
  readonly title: string
  readonly unit: string
  readonly total?: number
  /**
   * Does the work, and looks at the signal between its steps; what it does after an abort is its own to undo.
   * @returns one sentence on what came of it.
   */
  readonly work: (progress: JobProgress) => Promise<string>
}

/** Every long task of a workspace: seen, told how far it is, and stopped in one place. */
export interface Jobs {
  list(): readonly Job[]
  /** Starts at once. `ended` resolves when it is through, however it ended; it never rejects. */
  start(plan: JobPlan): { readonly id: number; readonly ended: Promise<Job> }
  /** Is one of this kind running? Most kinds make no sense twice at once. */
  running(kind: JobKind): boolean
  /** @throws RpcError `not-found`. Does nothing to one that has ended. */
  cancel(id: number): void
  /** Stops all and waits for them. */
  close(): Promise<void>
}

/** Ended jobs that are still listed; the oldest go first. */
const mostEnded = 50

interface Running {
  readonly abort: AbortController
  readonly ended: Promise<Job>
}

/** @param now UTC milliseconds. */
export function createJobs(changes: Changes, log: Logger, now: () => number): Jobs {
  const jobs = new Map<number, Job>()
  const running = new Map<number, Running>()
  let last = 0
  const update = (id: number, part: Partial<Job>): Job => {
    const job = { ...(jobs.get(id) as Job), ...part }
    jobs.set(id, job)
    changes.publish('jobs')
    return job
  }
  const end = (id: number, state: 'done' | 'cancelled' | 'failed', outcome: string): Job => {
    running.delete(id)
    const job = update(id, { state, outcome, endedAt: now() })
    const ended = [...jobs.values()].filter((each) => each.state !== 'running')
    for (const old of ended.slice(0, Math.max(0, ended.length - mostEnded))) jobs.delete(old.id)
    return job
  }
  const run = async (id: number, plan: JobPlan, signal: AbortSignal): Promise<Job> => {
    try {
      const report = (done: number, total?: number): void =>
        void update(id, { done, ...(total === undefined ? {} : { total }) })
      return end(id, 'done', await plan.work({ signal, report }))
    } catch (error) {
      if (signal.aborted) return end(id, 'cancelled', error instanceof RpcError ? error.message : 'cancelled')
      if (!(error instanceof RpcError)) log.error({ err: error, job: plan.title }, 'job failed')
      return end(id, 'failed', error instanceof Error ? error.message : String(error))
    }
  }
  return {
    list: () => [...jobs.values()].reverse(),
    running: (kind) => [...running.keys()].some((id) => jobs.get(id)?.kind === kind),
    start: (plan) => {
      last += 1
      const id = last
      const { kind, title, unit, total } = plan
      const begun = { done: 0, startedAt: now(), ...(total === undefined ? {} : { total }) }
      jobs.set(id, { id, kind, title, unit, state: 'running', ...begun })
      changes.publish('jobs')
      const abort = new AbortController()
      const ended = run(id, plan, abort.signal)
      running.set(id, { abort, ended })
      return { id, ended }
    },
    cancel: (id) => {
      if (!jobs.has(id)) throw new RpcError('not-found', 'there is no such job any more')
      running.get(id)?.abort.abort()
    },
    close: async () => {
      const all = [...running.values()]
      for (const { abort } of all) abort.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}
