import '../store/thread/loaded.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { isOver } from '../changes.ts'
import { diskFault, StoreError } from '../store/error.ts'
import type { TaskContext } from './context.ts'
import { tasks } from './tasks.ts'
import type { FromTask, TaskStart } from './run-task.ts'

/** Entry of a thread that does one long task and ends. Any message from outside cancels it. */
if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port = parentPort
const { name, params } = workerData as TaskStart
const abort = new AbortController()
const send = (message: FromTask): void => port.postMessage(message)

/** Milliseconds between two words on how far it is. */
const tellEvery = 100
let told = -Infinity
const report = (done: number, total: number): void => {
  if (performance.now() - told < tellEvery) return
  told = performance.now()
  send({ kind: 'progress', done, total })
}

port.on('message', () => abort.abort(new Error('cancelled')))
const task = tasks[name] as (params: unknown, context: TaskContext) => Promise<unknown>
try {
  send({ kind: 'result', value: await task(params, { signal: abort.signal, report }) })
} catch (error) {
  send(isOver(abort.signal) ? { kind: 'cancelled' } : failed(error))
} finally {
  port.close()
}

function failed(error: unknown): FromTask {
  const fault = error instanceof StoreError ? error.message : diskFault(error)
  if (fault !== undefined) return { kind: 'failure', words: fault }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'bug', message, stack }
}
