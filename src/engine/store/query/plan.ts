import type { ChosenRows } from '../../../contract/console/explore.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import type { Filter } from '../../../filter/filter.ts'
import { toMicroseconds } from '../codes.ts'
import { chosenCondition } from './chosen.ts'
import { allOf, decided, leavesOf, type Condition } from './condition.ts'
import { names, resolve, type Resolved, type Search } from './resolve.ts'
import type { Run } from './run.ts'
import { kindTerm } from './terms/kinds.ts'
import type { ReadWord } from './words.ts'

/** A stretch of time in which the condition does not speak of time. Microseconds, half-open; ends may be infinite. */
export interface Part {
  readonly from: number
  readonly to: number
  readonly condition: Condition
}

/** How a filter is answered. Parts in order of time, without those in which nothing can match. */
export interface Plan {
  readonly parts: readonly Part[]
  /** Without what only bytes can tell: every hit is among what matches it. */
  readonly words: readonly ReadWord[]
  readonly searches: readonly Search[]
  /** The parts with their searches, for hunts. */
  readonly exact: readonly Part[]
}

export interface Question {
  readonly filter: Filter
  readonly range?: Range | undefined
  /** Our answers match too, even when nothing in the filter asks for them. */
  readonly answers: boolean
  /** Nothing outside these rows matches. */
  readonly only?: ChosenRows | undefined
}

export function planOf(run: Run, { filter, range, answers, only }: Question): Plan {
  const { condition, words, searches }: Resolved = resolve(run, filter)
  const conditions = [condition]
  if (!answers && !names(filter, 'code', 'dir')) {
    conditions.push(kindTerm(run, 'dir', { kind: 'oneOf', values: [{ kind: 'word', word: 'in' }] }))
  }
  if (range) conditions.push({ kind: 'time', from: toMicroseconds(range.from), to: toMicroseconds(range.to) })
  if (only) conditions.push(chosenCondition(run, only))
  const exact = partsOf(allOf(conditions))
  const parts = searches.length === 0 ? exact : exact.flatMap(withoutSearches)
  return { parts, words, searches, exact }
}

/** Between two times that the condition names every test of time has one answer. */
function partsOf(condition: Condition): readonly Part[] {
  const times = leavesOf(condition).flatMap((leaf) => (leaf.kind === 'time' ? [leaf.from, leaf.to] : []))
  const borders = [...new Set([-Infinity, ...times, Infinity])].sort((a, b) => (a < b ? -1 : 1))
  return borders.slice(0, -1).flatMap((from, at) => {
    const to = borders[at + 1] ?? Infinity
    const inside = decided(condition, (leaf) => (leaf.kind === 'time' ? leaf.from <= from && leaf.to >= to : undefined))
    return isNever(inside) ? [] : [{ from, to, condition: inside }]
  })
}

function withoutSearches({ from, to, condition }: Part): readonly Part[] {
  const rest = decided(condition, (leaf) =>
    leaf.kind === 'event' && leaf.test.search !== undefined ? true : undefined,
  )
  return isNever(rest) ? [] : [{ from, to, condition: rest }]
}

export const isNever = (condition: Condition): boolean => condition.kind === 'constant' && !condition.holds
