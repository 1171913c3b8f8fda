import { parentPort, workerData } from 'node:worker_threads'
import type { OpeningStep } from '../../contract/console/opening.ts'
import { StoreError } from '../store/error.ts'
import { prepareStore } from '../store/prepare.ts'
import { OpeningStopped, type FromOpener, type OpenerStart } from './messages.ts'

/** Entry of the thread that does what takes long about opening a data folder, and ends. */
if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port = parentPort
const { directory, stop } = workerData as OpenerStart
const flag = new Int32Array(stop)
const send = (message: FromOpener): void => port.postMessage(message)

const onStep = (step: OpeningStep): void => {
  send({ kind: 'step', step })
  if (Atomics.load(flag, 0) !== 0) throw new OpeningStopped()
}

try {
  send({ kind: 'done', prepared: await prepareStore(directory, onStep) })
} catch (error) {
  send(ended(error))
}

function ended(error: unknown): FromOpener {
  if (error instanceof OpeningStopped) return { kind: 'stopped' }
  if (error instanceof StoreError) return { kind: 'failed', words: error.message, reason: error.reason }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'bug', message, stack }
}
