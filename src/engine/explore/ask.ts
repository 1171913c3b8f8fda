import type { Problem, Query } from '../../contract/console/explore.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Filter } from '../../filter/filter.ts'
import { parseFilter } from '../../filter/parse.ts'
import { checkRegex } from '../hunts/regex/compile.ts'
import type { Reading } from '../readers/reading.ts'
import { planOf, type Plan } from '../store/query/plan.ts'
import { termsOf } from '../store/query/resolve.ts'
import { startRun, type Run } from '../store/query/run.ts'

/** A question that can be answered, and what there is to say about its text. */
export interface Asked {
  readonly filter: Filter
  readonly problems: readonly Problem[]
  readonly run: Run
  readonly plan: Plan
}

export type Asking = Pick<Reading, 'reader' | 'now' | 'cancelled' | 'patience'> & Partial<Pick<Reading, 'systems'>>

/** @param milliseconds how long looking at single messages may take. @returns the problems alone when it has an error. */
export function ask(
  { reader, now, cancelled, systems }: Asking,
  { filter: text, zone, range, answers, only }: Query,
  milliseconds: number,
): Asked | { readonly filter?: undefined; readonly problems: readonly Problem[] } {
  const time = now()
  const { filter, problems } = parseFilter(text, { now: time, zone, checkRegex })
  if (!filter) return { problems }
  const around = { reader, systems, now: time, cancelled }
  // Before the time for counting begins: the first question reads the table of networks.
  const missing = withoutSystems(startRun(around), filter)
  if (missing) return { problems: [...problems, missing] }
  const run = startRun({ ...around, milliseconds })
  return { filter, problems, run, plan: planOf(run, { filter, range, answers, only }) }
}

/** What is wrong when a filter asks for networks, and there is no table of them: else it would seem to match nothing. */
function withoutSystems(run: Run, filter: Filter): Problem | undefined {
  const [term] = termsOf(filter, 'asn')
  if (!term) return undefined
  try {
    run.systems()
    return undefined
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 'unavailable') throw error
    return { ...term.place, message: error.message, instead: [], weight: 'error' }
  }
}

/** @throws RpcError `bad-request` with the first error in the filter's text. */
export function askRightly(reading: Asking, query: Query, milliseconds: number): Asked {
  const asked = ask(reading, query, milliseconds)
  if (asked.filter) return asked
  const error = asked.problems.find(({ weight }) => weight === 'error')
  throw new RpcError('bad-request', error?.message ?? 'this filter cannot be read')
}
