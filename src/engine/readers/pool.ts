import type { Logger } from 'pino'
import { RpcError } from '../../contract/rpc/error.ts'
import type { ReadCall } from '../read-handlers.ts'
import { longCalls } from './long-calls.ts'
import type { Answer, ReaderStore } from './messages.ts'
import type { LiveState } from './reading.ts'
import { startThread, type ReaderThread } from './thread.ts'

/** Threads with read-only connections of their own: no read, however long, delays ingestion, links or writes. */
export interface Readers {
  /**
   * Answers a reading call by what is stored when a thread takes it up, so everything stored before it was asked.
   * @throws RpcError what the handler says; `cancelled`; `unavailable` when its thread ended, or none can be started.
   */
  ask(name: ReadCall, params: unknown, around: Around): Promise<unknown>
  /** Called once; until then calls wait. */
  open(store: ReaderStore): void
  close(): Promise<void>
}

export interface Around {
  readonly live: LiveState
  readonly signal: AbortSignal
  /** Wants the whole answer, however long it takes: then it is a long call, whatever its name. */
  readonly patient?: true
}

export interface ReadersOptions {
  /** Of the worker: src/engine/readers/worker.ts, or what was built from it. */
  readonly file: string
  readonly log: Logger
  /** Who asks one question after the other needs one. */
  readonly threads?: number
}

/**
 * Two, because the machine has other work: one for what screens ask, one beside it for a report. Each takes some 25 MB,
 * and 8 MB for pages of the store.
 */
const threadCount = 2
/** Calls that wait; a page has some ten at a time. */
const mostWaiting = 500
const isClosing = 'the workspace is being closed; try again'

interface Task {
  readonly id: number
  readonly name: ReadCall
  readonly params: unknown
  readonly live: LiveState
  readonly patient: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

const isLong = ({ name, patient }: Task): boolean => patient || longCalls.has(name)

export function startReaders({ file, log, threads: count = threadCount }: ReadersOptions): Readers {
  const waiting: Task[] = []
  /** The thread that works on a task. */
  const taken = new Map<Task, ReaderThread>()
  const threads: ReaderThread[] = []
  let store: ReaderStore | undefined
  let lastId = 0
  let closing: Promise<void> | undefined

  const longRuns = (): boolean => [...taken.keys()].some(isLong)
  const next = (): Task | undefined => {
    const at = waiting.findIndex((task) => !isLong(task) || !longRuns())
    return at < 0 ? undefined : waiting.splice(at, 1)[0]
  }
  const run = async (task: Task, thread: ReaderThread): Promise<void> => {
    taken.set(task, thread)
    const { id, name, params, live, patient, resolve, reject } = task
    try {
      resolve(valueOf(await thread.run({ kind: 'call', id, name, params, live, patient })))
    } catch (error) {
      reject(closing || !(error instanceof Error) ? new RpcError('unavailable', isClosing) : error)
    } finally {
      taken.delete(task)
      dispatch()
    }
  }
  const addThread = (): void => {
    const thread = startThread({ file, log, onState: () => dispatch() })
    threads.push(thread)
    if (store) thread.open(store)
  }
  const dispatch = (): void => {
    if (closing) return
    // One after the other, so that the first one answers soon.
    if (threads.length < count && threads.every(({ state }) => state !== 'starting')) addThread()
    for (const thread of threads) {
      const task = thread.state === 'free' ? next() : undefined
      if (task) void run(task, thread)
    }
    if (threads.every(({ state }) => state === 'down'))
      refuseAll('no thread that reads the store can be started; try again')
  }
  const refuseAll = (why: string): void => {
    for (const { reject } of waiting.splice(0)) reject(new RpcError('unavailable', why))
  }
  const cancel = (task: Task): void => {
    const at = waiting.indexOf(task)
    if (at >= 0) waiting.splice(at, 1)
    taken.get(task)?.cancel(task.id)
    task.reject(new RpcError('cancelled', 'cancelled'))
  }
  addThread()

  return {
    ask: async (name, params, { live, signal, patient = false }) => {
      if (closing) throw new RpcError('unavailable', isClosing)
      if (waiting.length >= mostWaiting) throw new RpcError('unavailable', 'too many calls wait already; try again')
      if (signal.aborted) throw new RpcError('cancelled', 'cancelled')
      lastId = (lastId % 0x7fff_ffff) + 1
      const { promise, resolve, reject } = Promise.withResolvers()
      const task: Task = { id: lastId, name, params, live, patient, resolve, reject }
      const giveUp = (): void => cancel(task)
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(task)
      dispatch()
      // Whoever asks for a million rows page by page asks with one signal, which would hold on to every answer.
      return promise.finally(() => signal.removeEventListener('abort', giveUp))
    },
    open: (opened) => {
      store = opened
      for (const thread of threads) thread.open(opened)
    },
    close: () => {
      closing ??= Promise.all(threads.map((thread) => thread.close())).then(() => undefined)
      refuseAll(isClosing)
      return closing
    },
  }
}

/** @throws RpcError as the handler threw it, or a bug with its own stack. */
function valueOf(answer: Answer): unknown {
  if (answer.kind === 'result') return answer.value
  if (answer.kind === 'bug') throw Object.assign(new Error(answer.message), { stack: answer.stack })
  const { code, message, reason } = answer.failure
  throw new RpcError(code, message, reason)
}
