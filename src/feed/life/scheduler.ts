import type { Logger } from 'pino'
import type { Clock } from '../time/clock.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { Append } from '../policy/append.ts'
import type { BanRules } from '../policy/judging.ts'
import type { FeedVoice } from '../policy/voice.ts'
import { Refusal } from '../refusal.ts'
import { dueSteps, nextDue } from './due.ts'

export interface SchedulerOptions {
  readonly state: LedgerState
  readonly clock: Clock
  readonly voice: FeedVoice
  readonly rules: BanRules
  readonly append: Append
  readonly log: Logger
}

export interface Scheduler {
  /** Takes the steps that are due and sleeps until the next; to be called whenever the state has changed. */
  run(): void
  /** As `run`, where something is due by now although the timer has not gone off yet. */
  catchUp(): void
  stop(): void
}

/** How soon a step is tried again that the disk did not take, milliseconds. */
const retryAfter = 5000

/** Nothing is kept but one timer: what is due follows from the ledger, so a restart forgets nothing. */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const { state, clock, voice, rules, append, log } = options
  let cancel = (): void => undefined
  let stopped = false
  let next: number | undefined

  const run = (): void => {
    cancel()
    if (stopped) return
    const retry = takeSteps()
    next = retry ?? nextDue(state)
    if (next !== undefined) cancel = clock.wake(next, run)
  }

  /** @returns when to try again, or `undefined` when all went well. */
  const takeSteps = (): number | undefined => {
    try {
      const now = clock.now()
      const steps = dueSteps({ state, voice, rules, now, latest: clock.latest() })
      if (steps.length > 0) append(steps, now)
      return undefined
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      log.error({ code: error.code, reason: error.message }, 'what is due could not be recorded')
      return clock.now() + retryAfter
    }
  }

  return {
    run,
    catchUp() {
      if (next !== undefined && next <= clock.now()) run()
    },
    stop() {
      stopped = true
      cancel()
    },
  }
}
