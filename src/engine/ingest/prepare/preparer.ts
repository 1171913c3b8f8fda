import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Message } from '../../store/ingest/facts.ts'
import { judgeMessage } from '../analyse.ts'
import type { FromPreparer, Prepared, ToPreparer } from './messages.ts'
import { judgedBut } from './not-judged.ts'
import { newProgress, stuckFinder, type At, type PreparerStart } from './progress.ts'
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
  /** Tests bring a clock of their own; milliseconds. */
  readonly now?: () => number
}

/** Milliseconds. */
const firstPause = 100
const longestPause = 60_000
/** For one message, of which thousands are judged in a second: beyond, it is an endless loop. */
const patience = 30_000
const lookEvery = 1_000
/** MiB. What links may send ahead takes a few. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }

interface Waiting {
  readonly messages: readonly Message[]
  /** Places of those that the thread was lost in. */
  readonly leftOut: number[]
  readonly answer: (prepared: Prepared | undefined) => void
}

/** The thread is started by the first messages: a console without sensors does without it. */
export function createPreparer({ file, log, now = () => performance.now() }: PreparerOptions): Preparer {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0
  /** Ends since the last answer. */
  let failures = 0
  let retryAt = 0
  let closed = false
  let watching: NodeJS.Timeout | undefined

  const heard = ({ id, sheet, runs }: FromPreparer): void => {
    failures = 0
    const frame = waiting.get(id)
    waiting.delete(id)
    frame?.answer({ judged: () => judgedInBytes(sheet), runs })
  }
  const ended = (begun: Worker, why: string): void => {
    if (worker !== begun) return
    worker = undefined
    clearInterval(watching)
    for (const frame of waiting.values()) frame.answer(withoutThread(frame))
    waiting.clear()
    if (closed) return
    const pause = Math.min(longestPause, firstPause * 2 ** failures)
    failures += 1
    retryAt = performance.now() + pause
    log.error({ why, again: pause }, 'the thread that judges messages ended')
  }
  const send = (to: Worker, id: number): void => {
    const frame = waiting.get(id)
    const message = frame && messageOf(id, frame)
    if (message) to.postMessage(message, [message.bytes.buffer])
  }
  /** It is ended, another one begins with the same frames, and the message it was lost in is left out. */
  const replace = (lost: Worker, { id, place }: At): void => {
    log.error({ place }, 'a message took too long to judge: it is stored without, and the thread started again')
    waiting.get(id)?.leftOut.push(place)
    clearInterval(watching)
    worker = launch()
    void lost.terminate()
    for (const frame of waiting.keys()) send(worker, frame)
  }
  const launch = (): Worker => {
    const progress = newProgress()
    const workerData: PreparerStart = { progress }
    const begun = new Worker(file, { name: 'preparer', execArgv: [], resourceLimits, workerData })
    const findStuck = stuckFinder(progress, patience, now)
    const look = (): void => {
      const at = findStuck()
      if (at && worker === begun) replace(begun, at)
    }
    watching = setInterval(look, lookEvery).unref()
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
      const id = (lastId = (lastId % 0x7fff_ffff) + 1)
      const { promise, resolve } = Promise.withResolvers<Prepared | undefined>()
      waiting.set(id, { messages, leftOut: [], answer: resolve })
      send(worker, id)
      return promise
    },
    close: async () => {
      closed = true
      clearInterval(watching)
      if (!worker) return
      const exit = once(worker, 'exit')
      void worker.terminate()
      await exit
    },
  }
}

/** For who has to judge by itself: a message that a thread was lost in would hold up everything here. */
const withoutThread = ({ messages, leftOut }: Waiting): Prepared | undefined =>
  leftOut.length === 0 ? undefined : { judged: () => judgedBut(messages, leftOut, judgeMessage), runs: [] }

function messageOf(id: number, { messages, leftOut }: Waiting): ToPreparer {
  const lengths = Uint32Array.from(messages, ({ raw }) => raw.length)
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const { raw } of messages) {
    bytes.set(raw, at)
    at += raw.length
  }
  return {
    id,
    leftOut: [...leftOut],
    sources: messages.map(({ source }) => source),
    answers: Uint8Array.from(messages, ({ direction }) => (direction === 'out' ? 1 : 0)),
    lengths,
    bytes,
  }
}
