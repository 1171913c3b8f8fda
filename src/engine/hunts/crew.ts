import type { Logger } from 'pino'
import type { SystemsPlace } from '../geo/systems/systems.ts'
import type { Hunted, Piece, Planned, Searched } from './messages.ts'
import { watchPace } from './pace.ts'
import type { RunningHunt } from './running.ts'
import { startThread, type HunterThread, type Task } from './thread.ts'

/** The threads that search, and who of the running hunts gets the next piece. */
export interface Crew {
  /** Something changed: a hunt was added, or taken away. */
  dispatch(): void
  /** Its threads leave it at once. */
  giveUp(hunt: number): void
  close(): Promise<void>
}

export interface CrewOptions {
  /** Of the worker: src/engine/hunts/worker.ts, or what was built from it. */
  readonly file: string
  /** A store's `readPath`. */
  readonly store: string
  readonly systemsAt: SystemsPlace
  readonly log: Logger
  /** One to `mostThreads`. */
  readonly threads: number
  /** Those that have a turn. */
  readonly hunts: () => readonly RunningHunt[]
  readonly onPlanned: (hunt: RunningHunt, planned: Planned) => void
  readonly onProgress: (hunt: RunningHunt) => void
  readonly onFailure: (hunt: RunningHunt, why: string) => void
}

/** Pieces that a thread has before it: so that it need not wait for the engine between two. */
const ahead = 2
/** Milliseconds that a thread rests behind each piece while the engine is busy. */
const rest = 20

export function startCrew(options: CrewOptions): Crew {
  const { file, store, systemsAt, log, hunts, onPlanned, onProgress, onFailure } = options
  const pace = watchPace()
  let lastTask = 0
  let closed = false
  let resting: NodeJS.Timeout | undefined

  const huntOf = ({ hunted }: Task): RunningHunt | undefined => hunts().find((hunt) => hunt.hunted === hunted)
  const pieceOf = (task: Task): Piece | undefined => (task.kind === 'search' ? task.piece : undefined)
  const planIn = (hunt: RunningHunt, planned: Planned): void => {
    hunt.plan(planned)
    onPlanned(hunt, planned)
  }
  const searchedIn = (hunt: RunningHunt, task: Task, searched: Searched): void => {
    hunt.finish(pieceOf(task), searched)
    onProgress(hunt)
  }
  const threads: HunterThread[] = Array.from({ length: options.threads }, () =>
    startThread({
      ...{ file, store, systemsAt, log },
      onReady: () => dispatch(),
      onAnswer: (answer, task) => {
        const hunt = huntOf(task)
        if (hunt && answer.kind === 'planned') planIn(hunt, answer.planned)
        else if (hunt && answer.kind === 'searched') searchedIn(hunt, task, answer.searched)
        else if (hunt && answer.kind === 'failed') onFailure(hunt, answer.message)
        if (pace.busy) resting ??= setTimeout(wake, rest)
        dispatch()
      },
      onEnd: (tasks, why) => {
        for (const task of tasks) giveBack(task, why)
        // One that never got ready will not do so the next time either.
        if (why !== undefined && threads.every(({ ready }) => !ready)) {
          for (const hunt of hunts()) onFailure(hunt, `no thread that searches can be started: ${why}`)
        }
      },
    }),
  )
  /** A thread that was made to leave another hunt is no fault of this one. */
  const giveBack = (task: Task, why: string | undefined): void => {
    const hunt = huntOf(task)
    if (!hunt) return
    if (why !== undefined) onFailure(hunt, `the thread that searched ended: ${why}`)
    else if (task.kind === 'plan') hunt.unplan()
    else hunt.finish(pieceOf(task), undefined)
  }
  const wake = (): void => {
    resting = undefined
    dispatch()
  }
  const taskFor = (hunted: Hunted, piece: Piece | undefined): Task => {
    lastTask += 1
    return piece ? { kind: 'search', task: lastTask, hunted, piece } : { kind: 'plan', task: lastTask, hunted }
  }
  /** Who has least in work is next. */
  const nextTask = (thread: HunterThread): Task | undefined => {
    // Behind the work of another hunt it might wait for long.
    const [before] = thread.tasks.values()
    const mine = before ? hunts().filter(({ hunted }) => hunted === before.hunted) : hunts()
    for (const hunt of mine.toSorted((a, b) => a.inWork - b.inWork)) {
      if (!hunt.planned && hunt.inWork === 0) {
        hunt.startPlanning()
        return taskFor(hunt.hunted, undefined)
      }
      const piece = hunt.planned ? hunt.take() : undefined
      if (piece) return taskFor(hunt.hunted, piece)
    }
    return undefined
  }
  const dispatch = (): void => {
    if (closed || resting) return
    const most = pace.busy ? 1 : ahead
    for (let round = 0; round < most; round += 1) {
      for (const thread of pace.busy ? threads.slice(0, 1) : threads) {
        const task = thread.ready && thread.tasks.size <= round ? nextTask(thread) : undefined
        if (task) thread.run(task)
      }
    }
  }
  return {
    dispatch,
    giveUp: (hunt) => {
      for (const thread of threads) thread.giveUp(hunt)
    },
    close: async () => {
      closed = true
      pace.stop()
      clearTimeout(resting)
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
