import type { Logger } from 'pino'
import type { FeedClock } from '../../contract/ledger/api.ts'
import {
  believedIn,
  isAhead,
  longestStep,
  look,
  remember,
  resume,
  timeAt,
  type Belief,
  type Reading,
} from './belief.ts'
import { wakingBy, type Clock } from './clock.ts'
import { systemMachine, type Machine } from './machine.ts'
import { readTime, writeTime } from './time-file.ts'

export interface PatientClockOptions {
  /** Where it is kept over a restart what time it was. */
  readonly directory: string
  readonly log: Logger
  readonly machine?: Machine
}

/** How often the time is written down, milliseconds. */
const keptEvery = 60_000

/** A clock that a step of the machine's does not carry away: see belief.ts. It looks whenever it is asked. */
export function createPatientClock({ directory, log, machine = systemMachine() }: PatientClockOptions): Clock {
  let belief: Belief | undefined
  let keptAt = -Infinity

  const keep = (now: Belief, run: number): void => {
    if (run - keptAt < keptEvery && now.doubt === belief?.doubt) return
    keptAt = run
    try {
      writeTime(directory, remember(now, run, machine.boot))
    } catch (error) {
      log.warn({ err: error }, 'the time could not be written down for the next start')
    }
  }
  const readingFor = (before: Belief | undefined): Reading => {
    const wall = machine.wall()
    const reading = { wall, run: machine.run() }
    return before && !isAhead(before, reading) ? reading : { wall, run: machine.runAwoken() }
  }
  const seen = (): { readonly belief: Belief; readonly run: number } => {
    const reading = readingFor(belief)
    // Not before it is asked for the first time: until the folder is locked it may be another feed's.
    const next = belief ? look(belief, reading) : resume(readTime(directory), reading, machine.boot)
    tell(belief, next, reading, log)
    keep(next, reading.run)
    belief = next
    return { belief, run: reading.run }
  }
  const now = (): number => {
    const { belief: current, run } = seen()
    return timeAt(current, run)
  }
  return {
    now,
    latest: () => Math.max(machine.wall(), now()),
    doubt() {
      const { belief: current, run } = seen()
      return current.doubt ? doubtOf(current.doubt, run) : undefined
    },
    wake: wakingBy(now),
  }
}

const doubtOf = (doubt: NonNullable<Belief['doubt']>, run: number): FeedClock => ({
  ahead: Math.round(doubt.by),
  believedIn: believedIn(doubt, run),
})

function tell(before: Belief | undefined, after: Belief, reading: Reading, log: Logger): void {
  const { wall, run } = reading
  if (after.doubt !== before?.doubt) {
    if (after.doubt) log.warn(doubtOf(after.doubt, run), 'the clock of this machine went ahead and is not believed yet')
    else if (before && isAhead(before, reading))
      log.warn({ wall }, 'the clock of this machine has stood and is believed')
    else log.info({ wall }, 'the clock of this machine was put right')
  } else if (before && timeAt(before, run) - wall > longestStep) {
    log.warn({ back: timeAt(before, run) - wall }, 'the clock of this machine went back')
  }
}
