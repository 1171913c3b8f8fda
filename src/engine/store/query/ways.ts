import type { Condition, EventTest, Way } from './condition.ts'
import { leavesOf } from './condition.ts'
import type { Run } from './run.ts'
import { idsOf, sizeOf } from './sets.ts'

/** Sources are looked up one by one up to so many. */
const mostSources = 2_000

/** Ways found so far: some are found by looking through a table. */
type Known = Map<EventTest, Way | undefined>

export interface Ways {
  /** Ways that together lead to every event that may match; `undefined` when only time does. */
  covering(condition: Condition): readonly Way[] | undefined
  /** Ways to every event for which at least one test of events holds. */
  toTests(condition: Condition): readonly Way[] | undefined
}

export const messagesOf = (ways: readonly Way[]): number => ways.reduce((sum, { messages }) => sum + messages, 0)

export function waysOf(run: Run): Ways {
  const known: Known = new Map()
  const wayOf = (test: EventTest): Way | undefined => {
    if (!known.has(test)) known.set(test, test.way?.())
    return known.get(test)
  }
  const covering = (condition: Condition): readonly Way[] | undefined => {
    switch (condition.kind) {
      case 'constant':
        return condition.holds ? undefined : []
      case 'sources':
        return sizeOf(condition.ids) <= mostSources ? [sourcesWay(run, idsOf(condition.ids))] : undefined
      case 'event': {
        const way = condition.negated ? undefined : wayOf(condition.test)
        return way && [way]
      }
      case 'all':
        return cheapest(condition.parts.map(covering))
      case 'any':
        return together(condition.parts.map(covering))
      default:
        return undefined
    }
  }
  return {
    covering,
    toTests: (condition) =>
      together(
        leavesOf(condition).map((leaf) => {
          const way = leaf.kind === 'event' ? wayOf(leaf.test) : undefined
          return way && [way]
        }),
      ),
  }
}

type Covering = readonly Way[] | undefined

const cheapest = (choices: readonly Covering[]): Covering =>
  choices.reduce(
    (best, choice) => (best === undefined || (choice && messagesOf(choice) < messagesOf(best)) ? choice : best),
    undefined,
  )

function together(choices: readonly Covering[]): Covering {
  const ways: Way[] = []
  for (const choice of choices) {
    if (!choice) return undefined
    ways.push(...choice)
  }
  return ways
}

const countSources =
  'SELECT sum(messages + answers) AS messages FROM source WHERE id IN (SELECT value FROM json_each(?))'

/** Of their whole lives. */
export function sourcesWay({ reader }: Pick<Run, 'reader'>, ids: readonly number[]): Way {
  const row = reader.get<{ messages: number | null }>(countSources, JSON.stringify(ids))
  return { by: 'source', ids, messages: row?.messages ?? 0 }
}
