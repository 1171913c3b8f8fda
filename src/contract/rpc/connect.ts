import { RpcError } from './error.ts'
import { fromServer, type Failure, type FromClient } from './messages.ts'
import type { Port } from './port.ts'
import type { ParamsOf, ResultOf, Table } from './table.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Milliseconds; no limit when absent. */
  readonly timeout?: number
}

export interface Client<Calls extends Table, Streams extends Table> {
  call<Name extends keyof Calls & string>(
    name: Name,
    params: ParamsOf<Calls[Name]>,
    options?: CallOptions,
  ): Promise<ResultOf<Calls[Name]>>
  /** Reads a stream; leaving the loop, or aborting, ends it on the other side too. */
  stream<Name extends keyof Streams & string>(
    name: Name,
    params: ParamsOf<Streams[Name]>,
    options?: { readonly signal?: AbortSignal },
  ): AsyncIterable<ResultOf<Streams[Name]>>
  close(): void
}

/** Timers differ in type between Node and the browser; all this needs is to start and stop one. */
export interface Timers {
  /** Runs `then` after `milliseconds`; the returned function stops it. */
  after(milliseconds: number, then: () => void): () => void
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

interface Reading {
  readonly queue: unknown[]
  ended: boolean
  failure: Error | undefined
  wake: (() => void) | undefined
}

/** Items a reader may be sent before it has taken the first; half of it is granted again at a time. */
const streamWindow = 32

/** The caller's end of a port. When the port closes, every waiter is rejected with `closed`. */
export function connect<Calls extends Table, Streams extends Table>(
  port: Port,
  timers: Timers,
): Client<Calls, Streams> {
  const waiting = new Map<number, Waiting>()
  const reading = new Map<number, Reading>()
  let lastId = 0
  let closed = false
  const send = (message: FromClient): void => port.send(message)

  port.onMessage((raw) => {
    const message = fromServer.parse(raw)
    const call = waiting.get(message.id)
    const stream = reading.get(message.id)
    if (message.kind === 'item') return stream && feed(stream, message.value)
    waiting.delete(message.id)
    reading.delete(message.id)
    if (message.kind === 'result') return call?.resolve(message.value)
    const failure = message.kind === 'error' ? errorOf(message.error) : undefined
    if (failure) call?.reject(failure)
    if (stream) finish(stream, failure)
  })
  port.onClose(() => {
    closed = true
    const gone = new RpcError('closed', 'connection to the engine closed')
    for (const call of waiting.values()) call.reject(gone)
    for (const stream of reading.values()) finish(stream, gone)
    waiting.clear()
    reading.clear()
  })

  const abandon = (id: number, error: RpcError): void => {
    const call = waiting.get(id)
    if (!waiting.delete(id)) return
    send({ kind: 'cancel', id })
    call?.reject(error)
  }

  const call = (name: string, params: unknown, options: CallOptions = {}): Promise<unknown> => {
    if (closed) return Promise.reject(new RpcError('closed', 'connection to the engine closed'))
    if (options.signal?.aborted) return Promise.reject(new RpcError('cancelled', `${name} cancelled`))
    const id = ++lastId
    return new Promise<unknown>((resolve, reject) => {
      const cancel = (): void => abandon(id, new RpcError('cancelled', `${name} cancelled`))
      const stopTimer = options.timeout
        ? timers.after(options.timeout, () => abandon(id, new RpcError('timeout', `${name} took too long`)))
        : undefined
      const settle = (): void => {
        stopTimer?.()
        options.signal?.removeEventListener('abort', cancel)
      }
      waiting.set(id, {
        resolve: (value) => (settle(), resolve(value)),
        reject: (error) => (settle(), reject(error)),
      })
      options.signal?.addEventListener('abort', cancel, { once: true })
      send({ kind: 'call', id, name, params })
    })
  }

  async function* stream(name: string, params: unknown, options: { signal?: AbortSignal } = {}): AsyncGenerator {
    if (closed) throw new RpcError('closed', 'connection to the engine closed')
    const id = ++lastId
    const state: Reading = { queue: [], ended: false, failure: undefined, wake: undefined }
    const cancel = (): void => {
      state.queue.length = 0
      finish(state, undefined)
    }
    reading.set(id, state)
    options.signal?.addEventListener('abort', cancel, { once: true })
    send({ kind: 'open', id, name, params, credit: streamWindow })
    try {
      yield* drain(state, (more) => send({ kind: 'credit', id, more }))
    } finally {
      options.signal?.removeEventListener('abort', cancel)
      if (reading.delete(id)) send({ kind: 'cancel', id })
    }
  }

  return { call, stream, close: () => port.close() } as Client<Calls, Streams>
}

async function* drain(state: Reading, grant: (more: number) => void): AsyncGenerator {
  let taken = 0
  for (;;) {
    while (state.queue.length > 0) {
      yield state.queue.shift()
      taken += 1
      if (taken < streamWindow / 2 || state.ended) continue
      grant(taken)
      taken = 0
    }
    if (state.failure) throw state.failure
    if (state.ended) return
    await new Promise<void>((resolve) => (state.wake = resolve))
    state.wake = undefined
  }
}

function feed(stream: Reading, value: unknown): void {
  stream.queue.push(value)
  stream.wake?.()
}

function finish(stream: Reading, failure: Error | undefined): void {
  stream.ended = true
  stream.failure = failure
  stream.wake?.()
}

function errorOf(failure: Failure): RpcError {
  return new RpcError(failure.code, failure.message, failure.reason)
}
