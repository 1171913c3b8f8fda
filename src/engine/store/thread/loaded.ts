import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { StoreWorkerData } from './worker.ts'

// For what a StoreWorker runs. The native part is loaded with the first database, not with the package.
new Database(':memory:').close()
const flag = new Int32Array((workerData as StoreWorkerData).sqliteLoaded)
Atomics.store(flag, 0, 1)
Atomics.notify(flag, 0)
