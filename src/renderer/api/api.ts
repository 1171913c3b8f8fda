import { shallowRef, type ShallowRef } from 'vue'
import type { ConsoleCalls, ConsoleClient, ConsoleStreams, Topic } from '../../contract/console/index.ts'
import type { OpeningState } from '../../contract/console/opening.ts'
import { connect } from '../../contract/rpc/connect.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Port } from '../../contract/rpc/port.ts'
import { pageTimers as timers } from '../composables/timers.ts'

/** Whether the page can speak with the engine. `since` and `retryAt` are UTC milliseconds. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly since: number; readonly retryAt: number; readonly error: string }

export type ChangeListener = (topics: ReadonlySet<Topic>) => void

/**
 * The page's way to the engine. Calls made before there is a first connection wait for it. It outlives connections: when
 * a port closes, waiting calls are rejected with `closed` and it reconnects with back-off; after that every listener is
 * told `workspace`, so that all views read again.
 */
export interface Api {
  readonly connection: Readonly<ShallowRef<Connection>>
  /** What the engine last said of the data it opens; until it is open, calls wait. */
  readonly opening: Readonly<ShallowRef<OpeningState | undefined>>
  readonly call: ConsoleClient['call']
  readonly stream: ConsoleClient['stream']
  /** Runs `listener` for each batch of changed topics; the returned function ends that. */
  onChange(listener: ChangeListener): () => void
  /** Connects now instead of waiting out the back-off. */
  retry(): void
  close(): void
}

const firstDelay = 250
const longestDelay = 10_000
/** A connection that lasted this long was one: the next is tried as soon as ever. One that breaks at once is not. */
const healthyAfter = 10_000

export function createApi(openPort: () => Promise<Port>): Api {
  const connection = shallowRef<Connection>({ state: 'connecting' })
  const opening = shallowRef<OpeningState>()
  const listeners = new Set<ChangeListener>()
  let client: ConsoleClient | undefined
  let delay = firstDelay
  let openedAt = -Infinity
  let stopWaiting: (() => void) | undefined
  let closed = false
  const firstTry = Promise.withResolvers<void>()

  const tell = (topics: ReadonlySet<Topic>): void => {
    for (const listener of listeners) listener(topics)
  }

  const lose = (error: unknown, since: number): void => {
    client = undefined
    firstTry.resolve()
    if (closed) return
    if (performance.now() - openedAt > healthyAfter) delay = firstDelay
    openedAt = Infinity
    const message = error instanceof Error ? error.message : 'The connection to the engine was lost.'
    connection.value = { state: 'lost', since, retryAt: Date.now() + delay, error: message }
    stopWaiting = timers.after(delay, () => void open(since))
    delay = Math.min(delay * 2, longestDelay)
  }

  const open = async (lostSince: number): Promise<void> => {
    stopWaiting = undefined
    try {
      const port = await openPort()
      client = connect<ConsoleCalls, ConsoleStreams>(port, timers)
      openedAt = performance.now()
      connection.value = { state: 'open' }
      firstTry.resolve()
      tell(new Set(['workspace']))
      void followOpening(client, (state) => (opening.value = state))
      await followChanges(client, tell)
      throw new Error('The engine went away.')
    } catch (error) {
      lose(error, client ? Date.now() : lostSince)
    }
  }

  const current = (): ConsoleClient => {
    if (!client) throw new RpcError('closed', 'not connected to the engine')
    return client
  }
  void open(Date.now())

  return {
    connection,
    opening,
    async call(name, params, options) {
      if (connection.value.state === 'connecting') await firstTry.promise
      return current().call(name, params, options)
    },
    stream: (name, params, options) => current().stream(name, params, options),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    retry() {
      if (!stopWaiting) return
      stopWaiting()
      void open(Date.now())
    },
    close() {
      closed = true
      stopWaiting?.()
      client?.close()
    },
  }
}

async function followChanges(client: ConsoleClient, tell: ChangeListener): Promise<void> {
  for await (const topics of client.stream('changes', {})) tell(new Set(topics))
}

/** How the stream ends is the connection's end, which is told as such. */
async function followOpening(client: ConsoleClient, tell: (state: OpeningState) => void): Promise<void> {
  try {
    for await (const state of client.stream('opening', {})) tell(state)
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
  }
}
