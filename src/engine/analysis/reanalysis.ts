import type { Logger } from 'pino'
import type { AnalysisProgress, AnalysisStatus } from '../../contract/console/analysis.ts'
import type { Changes } from '../changes.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Lane } from '../ingest/lanes.ts'
import { endOldCounts, moveJudged, nextOlder, olderEvents } from '../store/judged.ts'
import type { Store } from '../store/open.ts'
import { storedEvents } from '../store/totals.ts'
import { createPace } from './pace.ts'

/** Judges events anew that older rules judged. What it did is stored with each batch, so it may end at any moment. */
export interface Reanalysis {
  status(): AnalysisStatus
  /** Goes on where it stopped. Does nothing while it runs or when there is nothing to do. */
  start(): void
  /** Stops behind the batch at hand. */
  cancel(): void
}

interface Surroundings {
  readonly store: Store
  readonly ingest: Ingest
  readonly changes: Changes
  readonly log: Logger
  /** UTC milliseconds. */
  readonly now: () => number
}

/** Events in one transaction: it holds up ingestion, which has its turn behind each, for some hundredths of a second. */
const batchEvents = 500

interface Run {
  readonly lane: Lane
  readonly startedAt: number
  readonly total: number
  readonly pace: ReturnType<typeof createPace>
  done: number
}

export function createReanalysis({ store, ingest, changes, log, now }: Surroundings): Reanalysis {
  const { rules } = ingest
  let run: Run | undefined
  let error: string | undefined

  const end = (): void => {
    run?.lane.close()
    run = undefined
    changes.publish('analysis')
    // Everything that lists show of events may have changed.
    changes.publish('events')
  }
  const fail = (cause: unknown): void => {
    log.error({ err: cause }, 're-analysis failed')
    error = cause instanceof Error ? cause.message : String(cause)
    end()
  }
  const batch = (current: Run): void => {
    const stretch = nextOlder(store.writer, rules.version, batchEvents)
    if (!stretch) return end()
    ingest.revise(stretch, rules.judge, () => {
      moveJudged(store.writer, stretch, rules.version)
      if (olderEvents(store.writer, rules.version) === 0) endOldCounts(store.writer)
    })
    current.done = Math.max(current.done, current.total - olderEvents(store.writer, rules.version))
    current.pace.note(current.done, now())
    changes.publish('analysis')
    current.lane.push(() => batch(current))
  }
  return {
    status: () => ({
      rules: rules.version,
      events: storedEvents(store.reader),
      older: olderEvents(store.reader, rules.version),
      state: run ? 'running' : error === undefined ? 'idle' : 'failed',
      ...(error === undefined ? {} : { error }),
      ...(run ? { progress: progressOf(run) } : {}),
    }),
    start: () => {
      const total = olderEvents(store.reader, rules.version)
      if (run || total === 0) return
      error = undefined
      const current: Run = { lane: ingest.lane(fail), startedAt: now(), total, pace: createPace(now()), done: 0 }
      run = current
      current.lane.push(() => batch(current))
      changes.publish('analysis')
    },
    cancel: () => {
      if (run) end()
    },
  }
}

function progressOf({ startedAt, total, done, pace }: Run): AnalysisProgress {
  const perSecond = pace.perSecond()
  return {
    ...{ startedAt, done, total, perSecond },
    ...(perSecond === 0 ? {} : { remaining: Math.round(((total - done) / perSecond) * 1000) }),
  }
}
