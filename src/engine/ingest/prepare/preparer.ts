import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Message } from '../../store/ingest/facts.ts'
import type { FromPreparer, Prepared, ToPreparer } from './messages.ts'
import { judgedInBytes } from './sheet.ts'

/**
 * A thread that does with messages what needs no store: it judges them and packs their bytes, which takes as long as
 * storing them. Without it everything goes on, slower.
 */
export interface Preparer {
  /**
   * Answers in the order of the calls.
   * @returns `undefined` when the thread has ended or was closed: the caller judges by itself.
   */
  prepare(messages: readonly Message[]): Promise<Prepared | undefined>
  close(): Promise<void>
}

export interface PreparerOptions {
  /** The worker's file: src/engine/ingest/prepare/worker.ts, or what was built from it. */
  readonly file: string
  readonly log: Logger
}

/** Milliseconds. */
const firstPause = 100
const longestPause = 60_000
/** MiB. What links may send ahead takes a few. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }

type Answer = (prepared: Prepared | undefined) => void

/** The thread is started by the first messages: a console without sensors does without it. */
export function createPreparer({ file, log }: PreparerOptions): Preparer {
  const waiting = new Map<number, Answer>()
  let worker: Worker | undefined
  let lastId = 0
  /** Ends since the last answer. */
  let failures = 0
  let retryAt = 0
  let closed = false

  const heard = ({ id, sheet, runs }: FromPreparer): void => {
    failures = 0
    const answer = waiting.get(id)
    waiting.delete(id)
    answer?.({ judged: () => judgedInBytes(sheet), runs })
  }
  const ended = (begun: Worker, why: string): void => {
    if (worker !== begun) return
    worker = undefined
    for (const answer of waiting.values()) answer(undefined)
    waiting.clear()
    if (closed) return
    const pause = Math.min(longestPause, firstPause * 2 ** failures)
    failures += 1
    retryAt = performance.now() + pause
    log.error({ why, again: pause }, 'the thread that judges messages ended')
  }
  const launch = (): Worker => {
    const begun = new Worker(file, { name: 'preparer', execArgv: [], resourceLimits })
    let why = 'its thread ended'
    begun.on('message', heard)
    begun.on('error', (error) => (why = error instanceof Error ? error.message : String(error)))
    begun.on('exit', () => ended(begun, why))
    return begun
  }
  return {
    prepare: (messages) => {
      if (closed || (worker === undefined && performance.now() < retryAt)) return Promise.resolve(undefined)
      worker ??= launch()
      const id = (lastId += 1)
      const message = messageOf(id, messages)
      worker.postMessage(message, [message.bytes.buffer])
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    close: async () => {
      closed = true
      if (!worker) return
      const exit = once(worker, 'exit')
      void worker.terminate()
      await exit
    },
  }
}

function messageOf(id: number, messages: readonly Message[]): ToPreparer {
  const lengths = Uint32Array.from(messages, ({ raw }) => raw.length)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const { raw } of messages) {
    bytes.set(raw, at)
    at += raw.length
  }
  return {
    id,
    sources: messages.map(({ source }) => source),
    answers: Uint8Array.from(messages, ({ direction }) => (direction === 'out' ? 1 : 0)),
    lengths,
    bytes,
  }
}
