import { decided, tester, type EventValues } from './condition.ts'
import type { Position, Span } from './events.ts'
import { hitsOf } from './hits.ts'
import { matchesOf, type Found } from './matches.ts'
import { isNever, type Part, type Plan } from './plan.ts'
import type { Search } from './resolve.ts'
import type { Run } from './run.ts'

/** What a search through bytes needs of a filter: which messages to read, and which of them are hits. */
export interface HuntPlan {
  /** What to look for in the bytes of messages, in the order in which `holds` wants to know it. */
  readonly searches: readonly Search[]
  /** Outside of this no message is a candidate; `undefined`: there is none at all. */
  readonly span: Span | undefined
  /** Messages to be searched; when `complete` is false there are more. */
  count(): { readonly messages: number; readonly complete: boolean }
  /** Every candidate once, the newest first. @param after the place behind which to go on. */
  newest(after?: Position): Generator<Found>
  /** Whether a message may be a hit, by what was found in its bytes alone. */
  mayHold(matches: readonly boolean[]): boolean
  isCandidate(event: EventValues): boolean
  /** Whether a message is a hit. @param matches what was found in its bytes, by the number of the search. */
  holds(event: EventValues, matches: readonly boolean[]): boolean
}

/** @param plan of a filter with searches; its parts are what is known without them. */
export function huntPlan(run: Run, plan: Plan): HuntPlan {
  const [exact, parts] = [testerOf(plan.exact), testerOf(plan.parts)]
  return {
    searches: plan.searches,
    span: spanOf(plan.parts),
    count: () => hitsOf(run, plan),
    newest: (after) => matchesOf(run, plan, true, after),
    mayHold: (matches) => plan.exact.some((part) => !isNever(withMatches(part, matches))),
    isCandidate: parts,
    holds: (event, matches) => exact({ ...event, matches }),
  }
}

function testerOf(parts: readonly Part[]): (event: EventValues) => boolean {
  const tests = parts.map(({ from, to, condition }) => ({ from, to, holds: tester(condition) }))
  return (event) => tests.some(({ from, to, holds }) => event.time >= from && event.time < to && holds(event))
}

function spanOf(parts: readonly Part[]): Span | undefined {
  const [first, last] = [parts[0], parts.at(-1)]
  return first && last && { from: first.from, to: last.to }
}

const withMatches = ({ condition }: Part, matches: readonly boolean[]): Part['condition'] =>
  decided(condition, (leaf) =>
    leaf.kind === 'event' && leaf.test.search !== undefined ? matches[leaf.test.search] !== leaf.negated : undefined,
  )
