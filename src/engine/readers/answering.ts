import '../store/thread/loaded.ts'
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { RpcError } from '../../contract/rpc/error.ts'
import { openSystems, type Systems } from '../geo/systems/systems.ts'
import { storageFault } from '../store/error.ts'
import { openReadOnly, type ReadOnly } from '../store/read-only.ts'
import type { Answer, FromReader, ReaderStart, ReaderStore, ToReader } from './messages.ts'
import { createReading, type Reading, type ReadingPlace } from './reading.ts'

type Call = Extract<ToReader, { kind: 'call' }>
type AnyHandler = (params: unknown) => unknown

/**
 * What a reader's thread does: it answers one reading call after the other on a connection of its own.
 * @param handlersOf the calls that it knows.
 */
export function answerCalls(handlersOf: (reading: Reading) => object): void {
  if (!parentPort) throw new Error('this file is started by the engine, as a thread')
  const port: MessagePort = parentPort
  const flag = new Int32Array((workerData as ReaderStart).cancelled)
  let opened: { readonly store: ReadOnly; readonly place: ReadingPlace; readonly systems: Systems } | undefined
  const send = (message: FromReader): void => port.postMessage(message)

  const open = ({ path, place }: ReaderStore): void => {
    opened = { store: openReadOnly(path), place, systems: openSystems(place.systemsAt) }
    send({ kind: 'ready' })
  }
  const answer = async ({ id, name, params, live, patient }: Call): Promise<Answer> => {
    try {
      if (!opened) throw new Error('called before it was opened')
      const { store, systems } = opened
      const place = patient ? { ...opened.place, patience: Infinity } : opened.place
      const cancelled = (): boolean => Atomics.load(flag, 0) === id
      const reading = createReading({ place, reader: store.reader, live, systems, cancelled })
      const handlers = handlersOf(reading) as Record<string, AnyHandler>
      const value = await store.atOneMoment(() => handlers[name]?.(params))
      return { kind: 'result', id, value }
    } catch (error) {
      return failed(id, error)
    }
  }
  /** Nothing is left to wait for then, and the thread ends by itself. */
  const close = (): void => {
    opened?.store.close()
    port.close()
  }
  port.on('message', (message: ToReader) => {
    if (message.kind === 'call') void answer(message).then(send)
    else if (message.kind === 'open') open(message.store)
    else close()
  })
}

function failed(id: number, error: unknown): Answer {
  if (error instanceof RpcError) {
    const { code, message, reason } = error
    return { kind: 'failure', id, failure: { code, message, ...(reason === undefined ? {} : { reason }) } }
  }
  const fault = storageFault(error)
  if (fault !== undefined) return { kind: 'failure', id, failure: { code: 'unavailable', message: fault } }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'bug', id, message, stack }
}
