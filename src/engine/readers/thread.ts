import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { RpcError } from '../../contract/rpc/error.ts'
import { StoreWorker } from '../store/thread/worker.ts'
import type { Answer, FromReader, ReaderStart, ReaderStore, ToReader } from './messages.ts'

export type Call = Extract<ToReader, { kind: 'call' }>

/** A reader's thread that is started again when it ends. It works on one call at a time. */
export interface ReaderThread {
  /** `down`: it ended, and waits before it is started again. */
  readonly state: 'starting' | 'free' | 'busy' | 'down'
  /** Called once. Loading what it runs takes longest, so a thread is started before its store is there. */
  open(store: ReaderStore): void
  /** Only while it is free. @returns the answer. @throws RpcError `unavailable` when the thread ends meanwhile. */
  run(call: Call): Promise<Answer>
  /** Nobody waits for this call any more. One that does not notice in time is ended together with its thread. */
  cancel(id: number): void
  /** Resolves when the thread has ended, or was given up. */
  close(): Promise<void>
}

export interface ThreadOptions {
  /** The worker's file. */
  readonly file: string
  readonly log: Logger
  /** Told when it has become free or has ended. */
  readonly onState: () => void
}

/** Milliseconds. */
const noticeWithin = 250
const closeWithin = 1_000
const firstPause = 100
const longestPause = 10_000
/** MiB. A report of the largest campaign needs a quarter; what needs more ends alone and takes nothing with it. */
const resourceLimits = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 8 }

interface Running {
  readonly id: number
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

export function startThread({ file, log, onState }: ThreadOptions): ReaderThread {
  const cancelled = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const flag = new Int32Array(cancelled)
  const workerData: ReaderStart = { cancelled }
  const options = { workerData, name: 'reader', execArgv: [], resourceLimits }
  let store: ReaderStore | undefined
  let state: ReaderThread['state'] = 'starting'
  let worker: StoreWorker | undefined
  let running: Running | undefined
  /** Ends since the last answer. */
  let failures = 0
  let restart: NodeJS.Timeout | undefined
  let patience: NodeJS.Timeout | undefined
  /** Ended by us, because its call did not notice that it was cancelled. */
  let givenUp = false
  let closing = false

  const send = (message: ToReader): void => worker?.postMessage(message)
  const become = (next: ReaderThread['state']): void => {
    state = next
    onState()
  }
  const heard = (message: FromReader): void => {
    if (givenUp) return
    const { resolve } = running ?? {}
    if (message.kind !== 'ready') {
      failures = 0
      running = undefined
      clearTimeout(patience)
      resolve?.(message)
    }
    become('free')
  }
  const ended = (why: string): void => {
    worker = undefined
    clearTimeout(patience)
    running?.reject(new RpcError('unavailable', `the thread that read this ended: ${why}; try again`))
    running = undefined
    if (closing) return
    const pause = givenUp || failures === 0 ? 0 : Math.min(longestPause, firstPause * 2 ** failures)
    if (givenUp) log.warn('a reader was ended: its call went on after it was cancelled')
    else log.error({ why, failures: ++failures, again: pause }, 'a reader ended')
    restart = setTimeout(launch, pause)
    become(pause === 0 ? 'starting' : 'down')
  }
  const launch = (): void => {
    let why = 'its thread ended'
    givenUp = false
    const begun = new StoreWorker(file, options)
    begun.on('message', heard)
    begun.on('error', (error) => (why = error instanceof Error ? error.message : String(error)))
    begun.on('exit', () => ended(why))
    worker = begun
    state = 'starting'
    if (store) send({ kind: 'open', store })
  }
  const giveUp = (): void => {
    givenUp = true
    void worker?.terminate()
  }
  launch()

  return {
    get state() {
      return state
    },
    open: (opened) => {
      store = opened
      send({ kind: 'open', store })
    },
    run: (call) =>
      new Promise((resolve, reject) => {
        running = { id: call.id, resolve, reject }
        state = 'busy'
        send(call)
      }),
    cancel: (id) => {
      if (running?.id !== id) return
      Atomics.store(flag, 0, id)
      patience = setTimeout(giveUp, noticeWithin)
    },
    close: async () => {
      closing = true
      clearTimeout(restart)
      if (!worker) return
      if (running) Atomics.store(flag, 0, running.id)
      if (state === 'starting') void worker.terminate()
      else send({ kind: 'close' })
      await endOf(worker)
    },
  }
}

/** Asked to end; made to after a while. A statement of SQLite cannot be stopped: longer ones are not waited for. */
async function endOf(worker: StoreWorker): Promise<void> {
  const exit = once(worker, 'exit')
  const deadline = new AbortController()
  const wait = (): Promise<void> => sleep(closeWithin, undefined, { signal: deadline.signal })
  const force = wait().then(() => Promise.race([worker.terminate(), wait()]))
  await Promise.race([exit, force]).finally(() => deadline.abort())
}
