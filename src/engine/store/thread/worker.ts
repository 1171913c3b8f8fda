import { once } from 'node:events'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** Part of the `workerData` of a StoreWorker. */
export interface StoreWorkerData {
  /** One Int32: 1 once the thread has loaded SQLite. */
  readonly sqliteLoaded: SharedArrayBuffer
}

interface StoreWorkerOptions extends WorkerOptions {
  readonly workerData: object
}

/**
 * A thread that works on databases; what it runs imports `loaded.ts`. The native part of
 * better-sqlite3 ends the whole process (SIGABRT, "Error::New napi_get_last_error_info") when its thread is terminated
 * while it loads, so that such an end waits for the few milliseconds that loading takes.
 */
export class StoreWorker extends Worker {
  readonly #loadedOrOver: Promise<unknown>

  /** @param options `workerData` of one's own; StoreWorkerData is added to it. */
  constructor(file: string, { workerData, ...options }: StoreWorkerOptions) {
    const sqliteLoaded = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const added: StoreWorkerData = { sqliteLoaded }
    super(file, { ...options, workerData: { ...workerData, ...added } })
    this.#loadedOrOver = Promise.race([this.#exit(), loaded(sqliteLoaded)])
  }

  /** Resolves when the thread has ended. */
  override async terminate(): Promise<number> {
    await this.#loadedOrOver
    return super.terminate()
  }

  /** An error of the thread is for whoever listens to it: here it is an end like others. */
  #exit(): Promise<unknown> {
    return once(this, 'exit').catch(() => undefined)
  }
}

function loaded(flag: SharedArrayBuffer): Promise<unknown> | undefined {
  const { value } = Atomics.waitAsync(new Int32Array(flag), 0, 0)
  return value instanceof Promise ? value : undefined
}
