import { decided, leavesOf, tester, type Condition, type EventValues, type Way } from './condition.ts'
import { isNever, type Part } from './plan.ts'
import type { Run } from './run.ts'
import { messagesOf, waysOf, type Ways } from './ways.ts'

/** How the messages of a part are counted. */
export type Strategy =
  /** By the sums that are kept, corrected by the events for which a test of events holds. */
  | { readonly kind: 'sums'; readonly pairs: Condition; readonly corrections: readonly Way[] }
  /** By looking at the events that these ways lead to. */
  | { readonly kind: 'events'; readonly ways: readonly Way[] }
  /** By looking at every event, as far as there is time. */
  | { readonly kind: 'walk' }

/** Events looked at for one count, at most; beyond, the newest are looked at while there is time. */
export const mostEvents = 400_000

/** What the condition comes to when no test of events holds: nearly all events are such. */
export const withoutTests = (condition: Condition): Condition =>
  decided(condition, (leaf) => (leaf.kind === 'event' ? leaf.negated : undefined))

/** What every match is among, by kind and source alone. */
export const atMost = (condition: Condition): Condition =>
  decided(condition, (leaf) => (leaf.kind === 'event' ? true : undefined))

export const testsEvents = (condition: Condition): boolean => leavesOf(condition).some(({ kind }) => kind === 'event')

export function strategyOf(run: Run, condition: Condition, ways: Ways = waysOf(run)): Strategy {
  if (!testsEvents(condition)) return { kind: 'sums', pairs: condition, corrections: [] }
  const pairs = withoutTests(condition)
  const covering = ways.covering(condition)
  if (covering && messagesOf(covering) <= mostEvents && (isNever(pairs) || messagesOf(covering) <= fewEvents)) {
    return { kind: 'events', ways: covering }
  }
  const corrections = isNever(pairs) ? undefined : ways.toTests(condition)
  return corrections && messagesOf(corrections) <= mostEvents ? { kind: 'sums', pairs, corrections } : { kind: 'walk' }
}

/** So few are looked at sooner than sums are added up. */
const fewEvents = 2_000

/** What an event changes in the count of the sums: 1 when it matches though they say no, -1 the other way. */
export function correction({ condition }: Part): (event: EventValues) => number {
  const [matches, counted] = [tester(condition), tester(withoutTests(condition))]
  return (event) => Number(matches(event)) - Number(counted(event))
}
