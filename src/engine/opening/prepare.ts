import { Worker } from 'node:worker_threads'
import type { OpeningStep } from '../../contract/console/opening.ts'
import { StoreError } from '../store/error.ts'
import type { Prepared } from '../store/parts.ts'
import { OpeningStopped, type FromOpener, type OpenerStart } from './messages.ts'

interface PrepareOptions {
  /** Of the worker: src/engine/opening/worker.ts, or what was built from it. */
  readonly file: string
  readonly directory: string
  readonly onStep: (step: OpeningStep) => void
  /** Ends the work at its next step. */
  readonly signal: AbortSignal
}

export interface Preparing {
  /** @throws StoreError; OpeningStopped when it was aborted, whether the thread has ended by then or not. */
  readonly result: Promise<Prepared>
  /** The thread has not ended. A process that exits would wait for it, and one statement of SQLite may take minutes. */
  readonly atWork: boolean
}

/** Milliseconds; most steps are shorter. */
const noticeWithin = 1_500

/** Does what takes long about opening a folder in a thread of its own, so that a page can be told how far it is. */
export function prepareInThread({ file, directory, onStep, signal }: PrepareOptions): Preparing {
  const stop = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const workerData: OpenerStart = { directory, stop }
  const { promise, resolve, reject } = Promise.withResolvers<Prepared>()
  const worker = new Worker(file, { workerData, name: 'opener', execArgv: [] })
  let atWork = true
  let patience: NodeJS.Timeout | undefined
  const abort = (): void => {
    Atomics.store(new Int32Array(stop), 0, 1)
    patience = setTimeout(() => reject(new OpeningStopped()), noticeWithin)
  }
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  worker.on('message', (message: FromOpener) => {
    if (message.kind === 'step') onStep(message.step)
    else if (message.kind === 'done') resolve(message.prepared)
    else reject(errorOf(message))
  })
  worker.on('error', reject)
  worker.on('exit', (code) => {
    atWork = false
    clearTimeout(patience)
    signal.removeEventListener('abort', abort)
    reject(new Error(`the thread that opens the database ended with ${code}`))
  })
  return {
    result: promise,
    get atWork() {
      return atWork
    },
  }
}

function errorOf(message: Exclude<FromOpener, { kind: 'step' | 'done' }>): Error {
  if (message.kind === 'stopped') return new OpeningStopped()
  if (message.kind === 'failed') return new StoreError(message.words, undefined, message.reason)
  return Object.assign(new Error(message.message), { stack: message.stack })
}
