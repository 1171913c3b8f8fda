import { RpcError } from './error.ts'
import { fromClient, type Failure, type FromClient, type FromServer } from './messages.ts'
import type { Port } from './port.ts'
import type { CallContext, CallHandlers, StreamHandlers, Table } from './table.ts'

export interface ServeOptions {
  /** Called for every answered call, for the log of slow calls. */
  readonly onServed?: (name: string, milliseconds: number) => void
  /** Called with what a handler threw that is not an RpcError: a bug, to be logged with its stack. */
  readonly onBug: (name: string, error: unknown) => void
  readonly now: () => number
}

interface Running {
  readonly abort: AbortController
  credit: number
  wake: (() => void) | undefined
}

type AnyHandler = (params: unknown, context: CallContext) => unknown

/**
 * Answers calls and streams arriving on `port` until it closes. A malformed message is dropped: the peer is our own
 * page, so nothing but a bug or an intruder sends one, and neither is owed an answer.
 */
export function serve<Calls extends Table, Streams extends Table>(
  port: Port,
  contract: { readonly calls: Calls; readonly streams: Streams },
  handlers: { readonly calls: CallHandlers<Calls>; readonly streams: StreamHandlers<Streams> },
  options: ServeOptions,
): void {
  const running = new Map<number, Running>()
  const send = (message: FromServer): void => port.send(message)

  const stop = (id: number): void => {
    const task = running.get(id)
    running.delete(id)
    task?.abort.abort(new RpcError('cancelled', 'cancelled'))
    task?.wake?.()
  }

  const parse = (table: Table, name: string, params: unknown): unknown => {
    const shape = Object.hasOwn(table, name) ? table[name] : undefined
    if (!shape) throw new RpcError('not-found', `unknown call ${name}`)
    const parsed = shape.params.safeParse(params)
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new RpcError(
      'bad-request',
      `${name}: ${issue?.path.join('.') || 'parameters'}: ${issue?.message ?? 'invalid'}`,
    )
  }

  const runCall = async (id: number, name: string, params: unknown, context: CallContext): Promise<void> => {
    const parsed = parse(contract.calls, name, params)
    const value = await (handlers.calls as Record<string, AnyHandler>)[name]?.(parsed, context)
    if (running.delete(id)) send({ kind: 'result', id, value })
  }

  const runStream = async (id: number, name: string, params: unknown, task: Running): Promise<void> => {
    const parsed = parse(contract.streams, name, params)
    const items = (handlers.streams as Record<string, AnyHandler>)[name]?.(parsed, { signal: task.abort.signal })
    for await (const value of items as AsyncIterable<unknown>) {
      if (!running.has(id)) return
      send({ kind: 'item', id, value })
      task.credit -= 1
      if (task.credit <= 0) await new Promise<void>((resolve) => (task.wake = resolve))
      task.wake = undefined
    }
    if (running.delete(id)) send({ kind: 'end', id })
  }

  const start = async (message: Extract<FromClient, { kind: 'call' | 'open' }>): Promise<void> => {
    const { id, name, params } = message
    const credit = message.kind === 'open' ? message.credit : 0
    const task: Running = { abort: new AbortController(), credit, wake: undefined }
    running.set(id, task)
    const began = options.now()
    try {
      if (message.kind === 'call') await runCall(id, name, params, { signal: task.abort.signal })
      else await runStream(id, name, params, task)
    } catch (error) {
      if (!(error instanceof RpcError)) options.onBug(name, error)
      if (running.delete(id)) send({ kind: 'error', id, error: failureOf(error) })
    }
    if (message.kind === 'call') options.onServed?.(name, options.now() - began)
  }

  port.onClose(() => {
    for (const id of [...running.keys()]) stop(id)
  })
  port.onMessage((raw) => {
    const parsed = fromClient.safeParse(raw)
    if (!parsed.success) return
    const message = parsed.data
    if (message.kind === 'cancel') return stop(message.id)
    if (message.kind === 'credit') return grant(running.get(message.id), message.more)
    if (running.has(message.id)) return
    void start(message)
  })
}

function grant(task: Running | undefined, more: number): void {
  if (!task) return
  task.credit += more
  if (task.credit > 0) task.wake?.()
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof RpcError)) return { code: 'internal', message: 'internal error; see the log of the engine' }
  return { code: error.code, message: error.message, ...(error.reason ? { reason: error.reason } : {}) }
}
