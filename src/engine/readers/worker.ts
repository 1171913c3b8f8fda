import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { RpcError } from '../../contract/rpc/error.ts'
import { readHandlers } from '../read-handlers.ts'
import { openReadOnly } from '../store/read-only.ts'
import type { Answer, FromReader, ReaderStart, ToReader } from './messages.ts'
import { createReading } from './reading.ts'

/** Entry of a reader's thread: answers one reading call after the other on a connection of its own. */
type Call = Extract<ToReader, { kind: 'call' }>
type AnyHandler = (params: unknown) => unknown

if (!parentPort) throw new Error('this file is started by the engine, as a thread')
const port: MessagePort = parentPort
const { path, place, cancelled } = workerData as ReaderStart
const flag = new Int32Array(cancelled)
const store = openReadOnly(path)
const send = (message: FromReader): void => port.postMessage(message)

port.on('message', (message: ToReader) => {
  if (message.kind === 'call') void answer(message).then(send)
  else close()
})
send({ kind: 'ready' })

async function answer({ id, name, params, live }: Call): Promise<Answer> {
  const reading = createReading({
    place,
    reader: store.reader,
    live,
    cancelled: () => Atomics.load(flag, 0) === id,
  })
  try {
    const handlers = readHandlers(reading) as unknown as Record<string, AnyHandler>
    const value = await store.atOneMoment(() => handlers[name]?.(params))
    return { kind: 'result', id, value }
  } catch (error) {
    return failed(id, error)
  }
}

function failed(id: number, error: unknown): Answer {
  if (error instanceof RpcError) {
    const { code, message, reason } = error
    return { kind: 'failure', id, failure: { code, message, ...(reason === undefined ? {} : { reason }) } }
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'bug', id, message, stack }
}

/** Nothing is left to wait for then, and the thread ends by itself. */
function close(): void {
  store.close()
  port.close()
}
