import type { Condition, EventTest, SourceCount } from './condition.ts'
import { kindsOf } from './kinds.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
import { has, idsOf, type IdSet } from './sets.ts'

export interface Shape {
  readonly kinds?: IdSet
  readonly sources?: IdSet
  readonly test?: EventTest
}

/** A condition that asks for a set of kinds, a set of sources and one test of events, as far as they are there. */
export function shapeOf(condition: Condition): Shape | undefined {
  const parts = condition.kind === 'all' ? condition.parts : [condition]
  let shape: Shape = {}
  for (const part of parts) {
    if (part.kind === 'kinds' || part.kind === 'sources') shape = { ...shape, [part.kind]: part.ids }
    else if (part.kind === 'constant' && part.holds) continue
    else if (part.kind === 'event' && !part.negated && !shape.test) shape = { ...shape, test: part.test }
    else return undefined
  }
  return shape
}

/** The shape of a plan that asks for what was ever received, of any kind. */
export function shapeOfLives(run: Run, { parts }: Plan): Shape | undefined {
  const [only, ...more] = parts
  if (!only || more.length > 0 || only.from !== -Infinity || only.to !== Infinity) return undefined
  const shape = shapeOf(only.condition)
  return shape && isReceived(run, shape.kinds) ? shape : undefined
}

/** Matches of each source that has any, where they are kept for the test that the plan asks for. */
export function lifeCounts(run: Run, plan: Plan): readonly SourceCount[] | undefined {
  const lives = shapeOfLives(run, plan)
  const counts = lives?.test?.counted?.()
  return counts?.filter(({ source }) => !lives?.sources || has(lives.sources, source))
}

/**
 * When the filter asks for all that was ever received from some sources, at most with one set of dialled texts.
 * @returns those sources (`undefined`: all), and which texts.
 */
export function lifeSources(
  run: Run,
  plan: Plan,
): { readonly sources: readonly number[] | undefined; readonly holds: (dialled: number) => boolean } | undefined {
  const lives = shapeOfLives(run, plan)
  if (!lives || (lives.test && !lives.test.ofDialled)) return undefined
  const { test, sources } = lives
  return { sources: sources && idsOf(sources), holds: (dialled) => test?.ofDialled?.(dialled) ?? true }
}

/** Every kind of what was received, and no other. */
export const isReceived = ({ reader }: Run, kinds: IdSet | undefined): boolean =>
  kindsOf(reader).every(({ id, direction }) => (kinds === undefined || has(kinds, id)) === (direction === 'in'))
