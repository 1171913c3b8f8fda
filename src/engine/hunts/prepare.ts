import { parseFilter } from '../../filter/parse.ts'
import type { Systems } from '../geo/systems/systems.ts'
import type { Reader } from '../store/connection.ts'
import { huntPlan, type HuntPlan } from '../store/query/hunt.ts'
import { planOf, type Plan } from '../store/query/plan.ts'
import { startRun, type Run } from '../store/query/run.ts'
import { checkRegex } from './regex/compile.ts'
import type { Hunted } from './messages.ts'
import { finderOf, type Finder } from './searches.ts'

/** A hunt as a thread carries it out. */
export interface Prepared {
  readonly run: Run
  readonly plan: HuntPlan
  readonly words: Plan['words']
  /** One for each search of the plan. */
  readonly finders: readonly Finder[]
  /**
   * What was found in one message of a stretch, by the number of the search; `undefined` when it cannot be a hit.
   * @param marks of each search.
   */
  matchesFrom(marks: readonly Uint8Array[], place: number): readonly boolean[] | undefined
}

/** Milliseconds for counting candidates exactly. */
const countWithin = 1_000

/** @throws QueryCancelled; Error for a filter that cannot be read, which whoever started the hunt found out. */
export function prepare(
  { reader, systems }: { readonly reader: Reader; readonly systems: Systems },
  hunted: Hunted,
  cancelled: () => boolean,
): Prepared {
  const { filter: text, zone, range, answers, now } = hunted
  const { filter, problems } = parseFilter(text, { now, zone, checkRegex })
  if (!filter) throw new Error(problems[0]?.message ?? 'this filter cannot be read')
  const run = startRun({ reader, systems, now, cancelled, milliseconds: countWithin })
  const plan = planOf(run, { filter, range, answers })
  const hunt = huntPlan(run, plan)
  return {
    ...{ run, plan: hunt, words: plan.words },
    finders: hunt.searches.map(finderOf),
    matchesFrom: rememberedMatches(hunt),
  }
}

/** Messages fall into few groups by what is found in them: each is judged once. */
function rememberedMatches(plan: HuntPlan): Prepared['matchesFrom'] {
  const judge = (matches: readonly boolean[]): readonly boolean[] | undefined =>
    plan.mayHold(matches) ? matches : undefined
  const [first, ...others] = plan.searches
  if (first && others.length === 0) {
    const [without, found] = [judge([false]), judge([true])]
    return ([marks], place) => (marks?.[place] === 1 ? found : without)
  }
  const known = new Map<string, readonly boolean[] | undefined>()
  return (marks, place) => {
    const key = marks.map((found) => found[place]).join('')
    if (known.has(key)) return known.get(key)
    const judged = judge(Array.from(key, (mark) => mark === '1'))
    if (known.size < mostKnown) known.set(key, judged)
    return judged
  }
}

const mostKnown = 10_000
