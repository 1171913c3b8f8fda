import { createChanges } from '../../../src/engine/changes.ts'
import type { ClockOptions } from '../../../src/engine/data/clock.ts'
import { createData, type DataKeeper } from '../../../src/engine/data/data.ts'
import { createIngest, type Ingest } from '../../../src/engine/ingest/ingest.ts'
import { createJobs, type Jobs } from '../../../src/engine/jobs/jobs.ts'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { engineOptions } from '../../support/engine.ts'
import { testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'

export interface Kept {
  readonly store: Store
  readonly ingest: Ingest
  readonly jobs: Jobs
  readonly data: DataKeeper
  readonly ended: (job: number) => Promise<Job>
  readonly close: () => Promise<void>
}

interface KeptOptions extends ClockOptions {
  readonly now?: () => number
  readonly reserve?: number
}

/** The store of a data folder with what looks after it, without the rest of an engine. */
export function keep(directory: string, { now = Date.now, reserve = 0, ...clock }: KeptOptions = {}): Kept {
  const { log, threads } = engineOptions(directory)
  const changes = createChanges()
  const store = openStore({ directory })
  const ingest = createIngest({ store, geo: testGeo, changes, tail: createTail(), now })
  const jobs = createJobs(changes, log, now)
  const worker = threads.data
  const data = createData({ directory, store, ingest, jobs, changes, log, now, worker, reserve }, clock)
  return {
    ...{ store, ingest, jobs, data },
    ended: (id) =>
      until('the job has ended', () =>
        Promise.resolve(jobs.list().find((job) => job.id === id && job.state !== 'running')),
      ),
    close: async () => {
      data.stop()
      await jobs.close()
      await ingest.close()
      store.close()
    },
  }
}
