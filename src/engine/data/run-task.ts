import { RpcError } from '../../contract/rpc/error.ts'
import type { JobProgress } from '../jobs/jobs.ts'
import { StoreWorker } from '../store/thread/worker.ts'
import type { Tasks } from './tasks.ts'

/** `workerData` of the thread. */
export interface TaskStart {
  readonly name: keyof Tasks
  readonly params: unknown
}

export type FromTask =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'cancelled' }
  /** The disk says no, in words. */
  | { readonly kind: 'failure'; readonly words: string }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }

type Params<Name extends keyof Tasks> = Parameters<Tasks[Name]>[0]
type Result<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>

/** Milliseconds for a cancelled task to clean up. A statement of SQLite cannot be stopped: it is not waited for. */
const cleanWithin = 2_000
/** MiB. */
const resourceLimits = { maxOldGenerationSizeMb: 512 }

/**
 * Does a task in a thread of its own.
 * @param file of the worker.
 * @throws RpcError `cancelled`, or `unavailable` with what the disk says.
 */
export function runTask<Name extends keyof Tasks>(
  file: string,
  name: Name,
  params: Params<Name>,
  progress: JobProgress,
): Promise<Result<Name>> {
  const { signal } = progress
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new RpcError('cancelled', 'cancelled'))
    const workerData: TaskStart = { name, params }
    const worker = new StoreWorker(file, { workerData, name: `data ${name}`, execArgv: [], resourceLimits })
    const over = (settle: () => void): void => {
      clearTimeout(patience)
      signal.removeEventListener('abort', cancel)
      settle()
    }
    const give = (error: Error) => (): void => over(() => reject(error))
    const cancelled = give(new RpcError('cancelled', 'cancelled'))
    let patience: NodeJS.Timeout | undefined
    const cancel = (): void => {
      worker.postMessage('cancel')
      patience = setTimeout(() => {
        void worker.terminate()
        worker.unref()
        cancelled()
      }, cleanWithin)
    }
    signal.addEventListener('abort', cancel, { once: true })
    worker.on('error', (error) => give(error instanceof Error ? error : new Error(String(error)))())
    worker.on('exit', (code) => give(new RpcError('unavailable', `the thread ended with ${code}`))())
    worker.on('message', (message: FromTask) => {
      if (message.kind === 'progress') progress.report(message.done, message.total)
      else if (message.kind === 'result') over(() => resolve(message.value as Result<Name>))
      else if (message.kind === 'cancelled') cancelled()
      else if (message.kind === 'failure') give(new RpcError('unavailable', message.words))()
      else give(Object.assign(new Error(message.message), { stack: message.stack }))()
    })
  })
}
