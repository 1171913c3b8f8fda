import Database from 'better-sqlite3'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createChanges } from '../../../src/engine/changes.ts'
import type { ClockOptions } from '../../../src/engine/data/clock.ts'
import { backupFolder } from '../../../src/engine/data/backup-files.ts'
import { createData, type DataKeeper } from '../../../src/engine/data/data.ts'
import { createIngest, type Ingest } from '../../../src/engine/ingest/ingest.ts'
import { createJobs, type Jobs } from '../../../src/engine/jobs/jobs.ts'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { engineOptions } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'
import { atEnd } from './filled-folder.ts'

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

/** As `keep`, closed when the test ends. */
export function kept(directory: string, options: KeptOptions = {}): Kept {
  const made = keep(directory, options)
  atEnd(() => made.close())
  return made
}

/** Names of what stands in the folder of backups. */
export const filesIn = (directory: string): string[] => readdirSync(backupFolder(directory))

/** Is it the scheduled backup of `date`? */
export const isOf =
  (date: string) =>
  (name: string): boolean =>
    name.startsWith(`scheduled-${date}`) && name.endsWith('.db')

/** What takes as long as some hundred thousand messages would. */
export function weigh(directory: string, megabytes: number): void {
  const database = new Database(join(directory, 'console.db'))
  database.exec('CREATE TABLE weight (bytes BLOB)')
  for (let at = 0; at < megabytes; at += 1) database.exec('INSERT INTO weight VALUES (randomblob(1000000))')
  database.close()
}

/** Stores one batch after the other until `stop`, which waits until they are more than `least` and says how many. */
export function sending({ ingest }: Kept): { stop(least: number): Promise<number> } {
  const events = takeTraffic(20, 5, Date.now() * 1000)
  let sent = 0
  const timer = setInterval(() => {
    ingest.store({ sensor: 1, epoch: 'c'.repeat(16), first: sent + 1, events })
    sent += events.length
  }, 20)
  atEnd(() => clearInterval(timer))
  return {
    async stop(least) {
      await until('messages came in', () => sent > least)
      clearInterval(timer)
      return sent
    },
  }
}
