import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { SystemsPlace } from '../geo/systems/systems.ts'
import { StoreWorker } from '../store/thread/worker.ts'
import { givenUpPlaces, type FromHunter, type HunterStart, type ToHunter } from './messages.ts'

export type Task = Extract<ToHunter, { kind: 'plan' | 'search' }>
export type TaskAnswer = Exclude<FromHunter, { kind: 'ready' }>

/** A hunter's thread that is started again when it ends. */
export interface HunterThread {
  /** Tasks that it has not answered yet. */
  readonly tasks: ReadonlyMap<number, Task>
  readonly ready: boolean
  run(task: Task): void
  /** Nobody waits for this hunt any more. A thread that does not notice in time is ended. */
  giveUp(hunt: number): void
  close(): Promise<void>
}

export interface ThreadOptions {
  /** The worker's file. */
  readonly file: string
  /** A store's `readPath`. */
  readonly store: string
  readonly systemsAt: SystemsPlace
  readonly log: Logger
  readonly onReady: () => void
  readonly onAnswer: (answer: TaskAnswer, task: Task) => void
  /** It ended, with these tasks unanswered. @param why `undefined`: it was ended, because it did not leave a hunt. */
  readonly onEnd: (tasks: readonly Task[], why: string | undefined) => void
}

/** Milliseconds. A message that was made against a pattern takes a second. */
const noticeWithin = 100
const closeWithin = 1_000
const restartAfter = 500
/** MiB. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

export function startThread({ file, store, systemsAt, log, onReady, onAnswer, onEnd }: ThreadOptions): HunterThread {
  const givenUp = new SharedArrayBuffer(givenUpPlaces * Int32Array.BYTES_PER_ELEMENT)
  const places = new Int32Array(givenUp)
  const workerData: HunterStart = { givenUp }
  const tasks = new Map<number, Task>()
  let worker: StoreWorker | undefined
  let ready = false
  let [lastPlace, closing, forced] = [0, false, false]
  let restart: NodeJS.Timeout | undefined

  const heard = (message: FromHunter): void => {
    if (message.kind === 'ready') {
      ready = true
      return onReady()
    }
    const task = tasks.get(message.task)
    tasks.delete(message.task)
    if (task) onAnswer(message, task)
  }
  const ended = (why: string): void => {
    worker = undefined
    ready = false
    const unanswered = [...tasks.values()]
    tasks.clear()
    if (closing) return
    if (!forced) log.error({ why }, 'a hunter ended')
    restart = setTimeout(launch, forced ? 0 : restartAfter)
    onEnd(unanswered, forced ? undefined : why)
  }
  const launch = (): void => {
    let why = 'its thread ended'
    forced = false
    const begun = new StoreWorker(file, { workerData, name: 'hunter', execArgv: [], resourceLimits })
    begun.on('message', heard)
    begun.on('error', (error) => (why = error instanceof Error ? error.message : String(error)))
    begun.on('exit', () => ended(why))
    begun.postMessage({ kind: 'open', path: store, systemsAt } satisfies ToHunter)
    worker = begun
  }
  const isAt = (hunt: number): boolean => [...tasks.values()].some(({ hunted }) => hunted.hunt === hunt)
  const force = (begun: StoreWorker | undefined, hunt: number): void => {
    if (begun === undefined || begun !== worker || !isAt(hunt)) return
    forced = true
    void begun.terminate()
  }
  launch()

  return {
    tasks,
    get ready() {
      return ready
    },
    run: (task) => {
      tasks.set(task.task, task)
      worker?.postMessage(task)
    },
    giveUp: (hunt) => {
      lastPlace = (lastPlace + 1) % givenUpPlaces
      Atomics.store(places, lastPlace, hunt)
      if (isAt(hunt)) setTimeout(force, noticeWithin, worker, hunt)
    },
    close: async () => {
      closing = true
      clearTimeout(restart)
      if (worker) await endOf(worker)
    },
  }
}

/** Its hunts were given up before. */
async function endOf(worker: StoreWorker): Promise<void> {
  const exit = once(worker, 'exit')
  worker.postMessage({ kind: 'close' } satisfies ToHunter)
  const deadline = new AbortController()
  const force = sleep(closeWithin, undefined, { signal: deadline.signal }).then(() => worker.terminate())
  await Promise.race([exit, force]).finally(() => deadline.abort())
}
