import { setTimeout as sleep } from 'node:timers/promises'
import { consoleContract, type ConsoleCallHandlers } from '../contract/console/index.ts'
import type { OpeningCall } from '../contract/console/opening.ts'
import type { Port } from '../contract/rpc/port.ts'
import { RpcError } from '../contract/rpc/error.ts'
import { serve, type ServeOptions } from '../contract/rpc/serve.ts'
import type { CallContext } from '../contract/rpc/table.ts'
import { createChanges } from './changes.ts'
import type { ConsoleState } from './console-state.ts'
import { createDemo } from './demo.ts'
import { callHandlers, streamHandlers, type OwnCallHandlers, type WorkspaceCallHandlers } from './handlers.ts'
import { createOpening, type Opening } from './opening/opening.ts'
import type { EngineOptions } from './options.ts'
import type { ReadCall } from './read-handlers.ts'
import { createTail } from './tail.ts'
import { openWorkspace, type Surroundings, type Workspace, type WorkspaceKind } from './workspace.ts'

export type { EngineOptions } from './options.ts'

/** The console's engine: a library that every host wraps in a few lines. */
export interface Engine {
  /** Serves the console contract on a port until it closes; calls wait until the data is open. */
  attach(port: Port): void
  /** Resolves when the data is open. @throws StoreError when it cannot be; pages are told, and may try again. */
  readonly opened: Promise<void>
  /** Resolves when opening it is found to take longer than a moment; maybe never. */
  readonly takesLong: Promise<void>
  /** Resolves when an analyst wants the process to end, before anything could be shown; says what was said of it. */
  readonly ended: Promise<string>
  /** With `demo: true`: resolves when the demo honeynet runs or could not start; else at once. */
  readonly demoSettled: Promise<void>
  /** Closes every port, lets the parts finish, and gives up after some seconds. */
  close(): Promise<void>
  /** A thread is inside a statement of SQLite, for which the process's exit would wait: see `endProcess`. */
  readonly atWork: boolean
}

/** Milliseconds; slower calls are named in the log. */
const slowCall = 250
/** Milliseconds for everything to stop: SQLite is safe without, so the window need not wait for a hanging peer. */
const closeWithin = 8_000

/** An engine whose data is open. @throws StoreError when it cannot be; its message is meant for the analyst. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const engine = startEngine(options)
  try {
    await engine.opened
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** An engine that answers at once, and opens its data meanwhile: that may take minutes, and pages are told how far it is. */
export function startEngine(options: EngineOptions): Engine {
  const { log } = options
  const changes = createChanges()
  const tail = createTail()
  const ports = new Set<Port>()
  const opening = createOpening({ file: options.threads.opener, log, now: Date.now })
  const around: Surroundings = { options, changes, tail, opening }
  const ended = Promise.withResolvers<string>()
  const inTurn = sequence()
  let workspace: Workspace | undefined

  const demo = createDemo(
    options,
    (ready) => workspace?.useDemo(ready),
    () => changes.publish('app'),
  )
  const open = async (kind: WorkspaceKind): Promise<void> => {
    opening.begin()
    try {
      workspace = await openWorkspace(kind, around)
      opening.opened()
    } catch (error) {
      opening.failed(error)
      throw error
    }
  }
  const switchTo = async (kind: WorkspaceKind): Promise<void> => {
    if (!workspace || workspace.kind === kind) return
    const before = workspace.kind
    await workspace.close()
    try {
      await open(kind)
    } catch (error) {
      await open(before)
      throw new RpcError('unavailable', error instanceof Error ? error.message : String(error))
    } finally {
      changes.publish('workspace')
    }
  }
  const reopen = async (): Promise<void> => {
    if (!workspace) return
    const { kind } = workspace
    await workspace.close()
    await open(kind).finally(() => changes.publish('workspace'))
  }
  const first = options.demo ? 'demo' : 'main'
  const stop = async (): Promise<void> => {
    await opening.stop()
    const { state } = opening
    ended.resolve(state.state === 'stopped' ? state.words : '')
  }
  const openingHandlers: Pick<ConsoleCallHandlers, OpeningCall> = {
    'opening.stop': () => {
      if (opening.state.state === 'open') throw new RpcError('conflict', 'the console is open already')
      void stop()
    },
    'opening.retry': () => {
      if (opening.state.state === 'failed') void inTurn(() => open(first)).then(startDemo, () => undefined)
    },
  }
  const state: ConsoleState = {
    get demo() {
      return demo.state
    },
    get demoError() {
      return demo.error
    },
    startDemo: () => inTurn(() => switchTo('demo').then(() => void demo.start())),
    stopDemo: () => inTurn(() => demo.stop().then(() => switchTo('main'))),
    reopen: () => inTurn(reopen),
  }
  const handlers = {
    calls: { ...current(state, opening, () => workspace), ...openingHandlers },
    streams: streamHandlers(opening, changes, tail),
  }
  const startDemo = (): Promise<void> => (options.demo ? demo.start() : Promise.resolve())
  const opened = inTurn(() => open(first))
  const demoSettled = opened.then(startDemo, () => undefined)

  return {
    opened,
    takesLong: opening.takesLong,
    ended: ended.promise,
    demoSettled,
    get atWork() {
      return opening.atWork
    },
    attach: (port) => {
      ports.add(port)
      serve(tracked(port, ports), consoleContract, handlers, serveOptions(options))
    },
    close: async () => {
      if (opening.state.state === 'opening') await opening.stop()
      for (const port of ports) port.close()
      const over = inTurn(() => demo.stop().then(() => workspace?.close()))
      await Promise.race([over, sleep(closeWithin, undefined, { ref: false })])
    },
  }
}

/**
 * Ends this process: with code 0, or where a thread is inside SQLite by a signal, which waits for nothing. The database
 * bears being ended at any point.
 */
export function endProcess({ atWork }: Engine): void {
  if (!atWork) process.exit(0)
  process.removeAllListeners('SIGTERM')
  process.kill(process.pid, 'SIGTERM')
}

type AnyHandler = (params: unknown, context: CallContext) => unknown

/** Hands every call to the workspace that is open when it arrives, or the next: to its own handlers, or to its readers. */
function current(state: ConsoleState, opening: Opening, workspace: () => Workspace | undefined): WorkspaceCallHandlers {
  let bound: { readonly to: Workspace; readonly own: OwnCallHandlers } | undefined
  const opened = (): { readonly to: Workspace; readonly own: OwnCallHandlers } => {
    const to = workspace()
    if (!to || to.closed) throw new RpcError('unavailable', 'the workspace is being switched; try again')
    if (bound?.to !== to) bound = { to, own: callHandlers(state, to) }
    return bound
  }
  const answer = (name: keyof WorkspaceCallHandlers, params: unknown, context: CallContext): unknown => {
    const { to, own } = opened()
    if (isOwn(name, own)) return (own[name] as AnyHandler)(params, context)
    return to.readers.ask(name, params, { live: to.live(), signal: context.signal })
  }
  const later = async (name: keyof WorkspaceCallHandlers, params: unknown, context: CallContext): Promise<unknown> => {
    await opening.whenOpen(context.signal)
    return answer(name, params, context)
  }
  const names = Object.keys(consoleContract.calls) as (keyof WorkspaceCallHandlers)[]
  const entries = names.map((name) => [
    name,
    (params: unknown, context: CallContext) => (opening.state.state === 'open' ? answer : later)(name, params, context),
  ])
  return Object.fromEntries(entries) as WorkspaceCallHandlers
}

const isOwn = (name: keyof WorkspaceCallHandlers, own: OwnCallHandlers): name is Exclude<typeof name, ReadCall> =>
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
