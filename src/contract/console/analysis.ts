import { z } from 'zod'
import { returns } from '../rpc/table.ts'

/** Which rules judged the stored events, and how far a re-analysis has come. Topic `analysis` says when to read it again. */
export interface AnalysisStatus {
  /** Version of the rules that judge new events. */
  readonly rules: number
  /** Events stored in all. */
  readonly events: number
  /** Events among them that older rules judged. */
  readonly older: number
  /**
   * `running`: older events are judged anew in the background. `failed`: it stopped at `error`, and may be started again.
   * `idle` with `older` above zero: nothing was started, or it was cancelled; starting goes on where it stopped.
   */
  readonly state: 'idle' | 'running' | 'failed'
  readonly error?: string
  /** While running. */
  readonly progress?: AnalysisProgress
}

/** Counted since this run was started; an earlier run's part is not in it. */
export interface AnalysisProgress {
  readonly startedAt: number
  readonly done: number
  readonly total: number
  /** Events per second over the last seconds; 0 before the first batch is through. */
  readonly perSecond: number
  /** Milliseconds at this rate; absent while the rate is not known. */
  readonly remaining?: number
}

export const analysisCalls = {
  'analysis.status': returns<AnalysisStatus>()(z.object({})),
  /** Judges the older events anew, in the background; does nothing while that is running or when there are none. */
  'analysis.start': returns<AnalysisStatus>()(z.object({})),
  /** Stops behind the batch at hand. What is judged anew stays so. */
  'analysis.cancel': returns<AnalysisStatus>()(z.object({})),
}
