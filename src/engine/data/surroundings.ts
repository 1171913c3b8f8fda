import type { Logger } from 'pino'
import type { Changes } from '../changes.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/open.ts'

export interface DataSurroundings {
  /** The data folder. */
  readonly directory: string
  readonly store: Store
  readonly ingest: Ingest
  readonly jobs: Jobs
  readonly changes: Changes
  readonly log: Logger
  /** UTC milliseconds. */
  readonly now: () => number
  /** Of the worker: src/engine/data/worker.ts, or what was built from it. */
  readonly worker: string
  /** Bytes that copies leave free on the disk. */
  readonly reserve?: number
}
