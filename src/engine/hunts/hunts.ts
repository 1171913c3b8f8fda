import type { Logger } from 'pino'
import { mostHits, type Hunt } from '../../contract/console/hunts.ts'
import type { Query } from '../../contract/console/explore.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Changes } from '../changes.ts'
import type { SystemsPlace } from '../geo/systems/systems.ts'
import { storageFault } from '../store/error.ts'
import { guardedWrite } from '../store/guarded.ts'
import {
  addHunt,
  dropOldHunts,
  endInterrupted,
  keepHunt,
  removeHunt,
  storedHunt,
  storedHunts,
  type HuntState,
  type StoredHunt,
} from '../store/hunts.ts'
import type { Store } from '../store/open.ts'
import { huntFilter } from './asked.ts'
import { startCrew, type Crew } from './crew.ts'
import { shownHunt, type Words } from './echo.ts'
import { runningHunt, type RunningHunt } from './running.ts'

/** Every hunt of a workspace: what was found is kept, and up to two are carried out at a time. */
export interface Hunts {
  /** Newest first. */
  list(): readonly Hunt[]
  /** @returns its id. @throws RpcError `bad-request` for a filter that cannot be read or looks at no bytes; `read-only`. */
  start(query: Query): number
  /** The same over another range, or over its own. @throws RpcError `not-found`, and what `start` throws. */
  again(id: number, range?: Range): number
  /** Does nothing to one that has ended. @throws RpcError `not-found`. */
  cancel(id: number): void
  /** Ends it, if it runs, and forgets what it found. @throws RpcError `not-found`. */
  remove(id: number): void
  /** Those that run are shown as interrupted from then on. */
  close(): Promise<void>
}

export interface HuntsOptions {
  readonly store: Store
  readonly changes: Changes
  readonly log: Logger
  /** UTC milliseconds. */
  readonly now: () => number
  /** Of the worker: src/engine/hunts/worker.ts, or what was built from it. */
  readonly file: string
  readonly systemsAt: SystemsPlace
  readonly threads?: number
}

/** Carried out at a time; others wait in the order in which they were started. */
const mostRunning = 2
const threadCount = 2
/** Hunts that have ended and are still listed; the oldest go first. */
export const mostEnded = 50
/** Milliseconds between two times that what was found is stored. */
const keepEvery = 250
/** Milliseconds without a hunt until the threads end: each takes some 30 MB. */
const idleFor = 10_000

export const interrupted = 'Interrupted: the console was closed. Start it again to search the rest.'
const stoppedAt = `Stopped at ${mostHits.toLocaleString('en')} hits; a shorter range finds the others.`

export function createHunts({ store, changes, log, now, file, systemsAt, threads = threadCount }: HuntsOptions): Hunts {
  const { writer, reader, health } = store
  /** In the order of their start: the first ones have their turn. */
  const running = new Map<number, RunningHunt>()
  const words = new Map<number, Words>()
  let crew: Crew | undefined
  let [keeping, idle]: (NodeJS.Timeout | undefined)[] = []
  let closed = false

  const inTurn = (): readonly RunningHunt[] => [...running.values()].slice(0, mostRunning)
  const keep = (hunt: RunningHunt, end: Partial<HuntState> = {}): void => {
    const state: HuntState = { state: 'running', ...hunt.counts, ...end }
    health.guard(() => keepHunt(writer, hunt.hunted.hunt, state, hunt.takeHits()))
    changes.publish('hunts')
  }
  const keepAll = (): void => {
    keeping = undefined
    for (const hunt of inTurn()) attempt(hunt, () => keep(hunt))
  }
  /** A disk that takes nothing ends a hunt: what it finds could not be kept. */
  const attempt = (hunt: RunningHunt, write: () => void): void => {
    try {
      write()
    } catch (error) {
      const fault = storageFault(error)
      if (fault === undefined) throw error
      log.warn({ fault }, 'hits of a hunt are not stored')
      leave(hunt)
    }
  }
  /** Takes it out of the work, whatever became of it. */
  const leave = (hunt: RunningHunt): void => {
    running.delete(hunt.hunted.hunt)
    crew?.giveUp(hunt.hunted.hunt)
    changes.publish('hunts')
    if (running.size === 0 && !closed) idle = setTimeout(rest, idleFor).unref()
    crew?.dispatch()
  }
  const rest = (): void => {
    void crew?.close()
    crew = undefined
  }
  const end = (hunt: RunningHunt, state: 'done' | 'cancelled' | 'failed', error?: string): void => {
    leave(hunt)
    attempt(hunt, () => keep(hunt, { state, endedAt: now(), ...(error === undefined ? {} : { error }) }))
  }
  const progressed = (hunt: RunningHunt): void => {
    if (hunt.over) return end(hunt, 'done', hunt.counts.found >= mostHits ? stoppedAt : undefined)
    keeping ??= setTimeout(keepAll, keepEvery)
  }
  const crewOf = (): Crew =>
    startCrew({
      ...{ file, systemsAt, store: store.readPath, log, threads, hunts: inTurn },
      onPlanned: (hunt, planned) => {
        words.set(hunt.hunted.hunt, new Map(planned.words))
        progressed(hunt)
      },
      onProgress: (hunt) => progressed(hunt),
      onFailure: (hunt, why) => end(hunt, 'failed', why),
    })
  const found = (id: number): StoredHunt => {
    const hunt = storedHunt(reader, id)
    if (hunt) return hunt
    throw new RpcError('not-found', 'this hunt was removed meanwhile')
  }
  const start = ({ filter, zone, range, answers }: Query): number => {
    huntFilter(filter, { now: now(), zone })
    const begun = { filter, zone, answers, startedAt: now(), ...(range && { range }) }
    const hunt = guardedWrite(store, () => {
      dropOldHunts(writer, mostEnded - 1)
      return addHunt(writer, begun)
    })
    running.set(hunt, runningHunt({ ...begun, hunt, now: begun.startedAt }))
    clearTimeout(idle)
    crew ??= crewOf()
    crew.dispatch()
    changes.publish('hunts')
    return hunt
  }
  if (health.error === undefined && endInterrupted(writer, now(), interrupted) > 0) log.info('a hunt was interrupted')

  return {
    list: () => {
      const turns = new Set(inTurn())
      return storedHunts(reader).map((hunt) => {
        const live = running.get(hunt.id)
        const shown = shownHunt({ ...hunt, ...live?.counts }, words.get(hunt.id))
        return live && !turns.has(live) ? { ...shown, waiting: true } : shown
      })
    },
    start,
    again: (id, range) => {
      const { filter, zone, answers, range: before } = found(id)
      const chosen = range ?? before
      return start({ filter, zone, answers, ...(chosen && { range: chosen }) })
    },
    cancel: (id) => {
      found(id)
      const hunt = running.get(id)
      if (hunt) end(hunt, 'cancelled')
    },
    remove: (id) => {
      found(id)
      const hunt = running.get(id)
      if (hunt) leave(hunt)
      guardedWrite(store, () => removeHunt(writer, id))
      words.delete(id)
      changes.publish('hunts')
    },
    close: async () => {
      closed = true
      clearTimeout(keeping)
      clearTimeout(idle)
      for (const hunt of [...running.values()]) end(hunt, 'cancelled', interrupted)
      await crew?.close()
    },
  }
}
