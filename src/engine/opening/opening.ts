import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { OpeningState, OpeningStep } from '../../contract/console/opening.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { isOver } from '../changes.ts'
import { StoreError } from '../store/error.ts'
import type { Prepared } from '../store/parts.ts'
import { needsPreparing } from '../store/prepare.ts'
import { OpeningStopped } from './messages.ts'
import { prepareInThread, type Preparing } from './prepare.ts'
import { expectedEnd, stepWords, stoppedWords } from './words.ts'

/** What pages are told until there is a workspace, and how an analyst ends a console that is not there yet. */
export interface Opening {
  readonly state: OpeningState
  /** A folder's opening begins; what becomes of it is told by `opened` or `failed`. */
  begin(): void
  opened(): void
  failed(error: unknown): void
  /**
   * Does in a thread what takes long, and tells of it. @returns undefined where nothing does.
   * @throws StoreError, OpeningStopped.
   */
  prepare(directory: string): Promise<Prepared | undefined>
  /** What else takes long about it. */
  tell(step: OpeningStep): void
  /** Aborts when opening is to end. */
  readonly ending: AbortSignal
  /** Resolves when opening is found to take longer than a moment; maybe never. */
  readonly takesLong: Promise<void>
  /** Ends what is going on, safely. Resolves when all is told: the process may end then. */
  stop(): Promise<void>
  /** A thread is inside a statement of SQLite, for which the process's exit would wait. */
  readonly atWork: boolean
  /** The state and each that follows, at most some a second. Ends when `signal` aborts. */
  stream(signal: AbortSignal): AsyncGenerator<OpeningState>
  /** @throws RpcError `unavailable` when it failed, or was stopped; `cancelled`. */
  whenOpen(signal: AbortSignal): Promise<void>
}

interface OpeningOptions {
  /** Of the worker: src/engine/opening/worker.ts, or what was built from it. */
  readonly file: string
  readonly log: Logger
  /** UTC milliseconds. */
  readonly now: () => number
}

/** Milliseconds between two states on one stream, and between two lines of the log on the same work. */
const pause = 150
const logEvery = 2_000
/** Milliseconds for pages to hear the last word. */
const heardWithin = 500

type Going = Extract<OpeningState, { state: 'opening' }>

export function createOpening({ file, log, now }: OpeningOptions): Opening {
  const aborting = new AbortController()
  const wakers = new Set<() => void>()
  const long = Promise.withResolvers<void>()
  let state: OpeningState = begun(now())
  let preparing: Preparing | undefined
  let logged = 0
  /** What was going on last: where a stop found it. */
  let going: Going | undefined

  const become = (next: OpeningState): void => {
    state = next
    if (next.state === 'opening') going = next
    for (const wake of wakers) wake()
  }
  const change = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        wakers.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      wakers.add(wake)
      signal.addEventListener('abort', wake, { once: true })
    })
  const isStopping = (): boolean => state.state === 'stopping' || state.state === 'stopped'
  const onStep = (step: OpeningStep): void => {
    const since = going?.since ?? now()
    const isNew = going?.step.work !== step.work
    const workSince = isNew || going === undefined ? now() : going.workSince
    const until = expectedEnd(step, workSince, now())
    if (isNew || now() - logged >= logEvery) {
      logged = now()
      log.info(stepWords(step))
    }
    const next: Going = { state: 'opening', step, since, workSince, ...(until === undefined ? {} : { until }) }
    if (isStopping()) going = next
    else become(next)
  }

  return {
    takesLong: long.promise,
    get state() {
      return state
    },
    get atWork() {
      return preparing?.atWork ?? false
    },
    begin: () => {
      if (!isStopping()) become(begun(now()))
    },
    opened: () => {
      if (!isStopping()) become({ state: 'open' })
    },
    failed: (error) => {
      if (error instanceof OpeningStopped || isStopping()) return
      const words = error instanceof Error ? error.message : String(error)
      if (error instanceof StoreError) log.fatal(words)
      else log.fatal({ err: error }, 'the data folder cannot be opened')
      become({ state: 'failed', words, reason: error instanceof StoreError ? error.reason : 'other' })
    },
    prepare: async (directory) => {
      if (isOver(aborting.signal)) throw new OpeningStopped()
      if (!needsPreparing(directory)) return undefined
      long.resolve()
      preparing = prepareInThread({ file, directory, onStep, signal: aborting.signal })
      return preparing.result
    },
    tell: onStep,
    ending: aborting.signal,
    stop: async () => {
      if (isStopping()) return
      const before = state
      become({ state: 'stopping' })
      aborting.abort()
      await preparing?.result.catch(() => undefined)
      const words = stoppedWords(before.state === 'opening' ? going : undefined)
      log.info(words)
      become({ state: 'stopped', words })
      await sleep(heardWithin)
    },
    async *stream(signal) {
      for (let told: OpeningState | undefined; !isOver(signal);) {
        if (told === state) await change(signal)
        if (isOver(signal)) return
        if (told === state) continue
        yield (told = state)
        await sleep(pause, undefined, { signal }).catch(() => undefined)
      }
    },
    whenOpen: async (signal) => {
      while (state.state === 'opening' && !isOver(signal)) await change(signal)
      if (isOver(signal)) throw new RpcError('cancelled', 'cancelled')
      if (state.state === 'failed') throw new RpcError('unavailable', state.words)
      if (state.state !== 'open') throw new RpcError('unavailable', 'the console is ending')
    },
  }
}

const begun = (now: number): Going => ({ state: 'opening', step: { work: 'open' }, since: now, workSince: now })
