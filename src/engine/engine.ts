import { setTimeout as sleep } from 'node:timers/promises'
import { consoleContract, type ConsoleCallHandlers } from '../contract/console/index.ts'
import type { Port } from '../contract/rpc/port.ts'
import { RpcError } from '../contract/rpc/error.ts'
import { serve, type ServeOptions } from '../contract/rpc/serve.ts'
import type { CallContext } from '../contract/rpc/table.ts'
import { createChanges } from './changes.ts'
import type { ConsoleState } from './console-state.ts'
import { createDemo } from './demo.ts'
import { callHandlers, streamHandlers, type OwnCallHandlers } from './handlers.ts'
import type { EngineOptions } from './options.ts'
import type { ReadCall } from './read-handlers.ts'
import { createTail } from './tail.ts'
import { openWorkspace, type Surroundings, type Workspace, type WorkspaceKind } from './workspace.ts'

export type { EngineOptions } from './options.ts'

/** The console's engine: a library that every host wraps in a few lines. */
export interface Engine {
  /** Serves the console contract on a port until it closes. */
  attach(port: Port): void
  /** With `demo: true`: resolves when the demo honeynet runs or could not start; else at once. */
  readonly demoSettled: Promise<void>
  /** Closes every port, lets the parts finish, and gives up after some seconds. */
  close(): Promise<void>
}

/** Milliseconds; slower calls are named in the log. */
const slowCall = 250
/** Milliseconds for everything to stop: SQLite is safe without, so the window need not wait for a hanging peer. */
const closeWithin = 8_000

/** @throws StoreError when the data folder cannot be used; its message is meant for the analyst. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const changes = createChanges()
  const tail = createTail()
  const ports = new Set<Port>()
  const around: Surroundings = { options, changes, tail }
  let workspace = await openWorkspace(options.demo ? 'demo' : 'main', around)

  const demo = createDemo(
    options,
    (ready) => workspace.useDemo(ready),
    () => changes.publish('app'),
  )
  const switchTo = async (kind: WorkspaceKind): Promise<void> => {
    if (workspace.kind === kind) return
    const before = workspace.kind
    await workspace.close()
    try {
      workspace = await openWorkspace(kind, around)
    } catch (error) {
      workspace = await openWorkspace(before, around)
      throw new RpcError('unavailable', error instanceof Error ? error.message : String(error))
    } finally {
      changes.publish('workspace')
    }
  }
  const inTurn = sequence()
  const state: ConsoleState = {
    get demo() {
      return demo.state
    },
    get demoError() {
      return demo.error
    },
    startDemo: () => inTurn(() => switchTo('demo').then(() => void demo.start())),
    stopDemo: () => inTurn(() => demo.stop().then(() => switchTo('main'))),
  }
  const handlers = {
    calls: current(state, () => workspace),
    streams: streamHandlers(changes, tail),
  }
  const demoSettled = options.demo ? demo.start() : Promise.resolve()

  return {
    demoSettled,
    attach: (port) => {
      ports.add(port)
      serve(tracked(port, ports), consoleContract, handlers, serveOptions(options))
    },
    close: async () => {
      for (const port of ports) port.close()
      const stop = inTurn(() => demo.stop().then(() => workspace.close()))
      await Promise.race([stop, sleep(closeWithin, undefined, { ref: false })])
    },
  }
}

type AnyHandler = (params: unknown, context: CallContext) => unknown

/** Hands every call to the workspace that is open when it arrives: to its own handlers, or to its readers. */
function current(state: ConsoleState, workspace: () => Workspace): ConsoleCallHandlers {
  let bound: { readonly to: Workspace; readonly own: OwnCallHandlers } | undefined
  const opened = (): { readonly to: Workspace; readonly own: OwnCallHandlers } => {
    const to = workspace()
    if (to.closed) throw new RpcError('unavailable', 'the workspace is being switched; try again')
    if (bound?.to !== to) bound = { to, own: callHandlers(state, to) }
    return bound
  }
  const answer = (name: keyof ConsoleCallHandlers, params: unknown, context: CallContext): unknown => {
    const { to, own } = opened()
    if (isOwn(name, own)) return (own[name] as AnyHandler)(params, context)
    return to.readers.ask(name, params, { live: to.live(), signal: context.signal })
  }
  const names = Object.keys(consoleContract.calls) as (keyof ConsoleCallHandlers)[]
  const entries = names.map((name) => [name, (params: unknown, context: CallContext) => answer(name, params, context)])
  return Object.fromEntries(entries) as ConsoleCallHandlers
}

const isOwn = (name: keyof ConsoleCallHandlers, own: OwnCallHandlers): name is Exclude<typeof name, ReadCall> =>
  Object.hasOwn(own, name)

/** Forgets a port once it closed. */
function tracked(port: Port, ports: Set<Port>): Port {
  return {
    send: (message) => port.send(message),
    onMessage: (listener) => port.onMessage(listener),
    onClose: (listener) =>
      port.onClose(() => {
        ports.delete(port)
        listener()
      }),
    close: () => port.close(),
  }
}

function serveOptions({ log }: EngineOptions): ServeOptions {
  return {
    now: () => performance.now(),
    onServed: (call, milliseconds) => {
      if (milliseconds > slowCall) log.warn({ call, milliseconds: Math.round(milliseconds) }, 'slow call')
    },
    onBug: (call, error) => log.error({ call, err: error }, 'call failed'),
  }
}

/** Runs tasks one after the other: a switch never overlaps another, or the close. */
function sequence(): (task: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return (task) => {
    const run = last.then(task)
    last = run.catch(() => undefined)
    return run
  }
}
