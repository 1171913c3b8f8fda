import { tester, type EventValues } from './condition.ts'
import { eventsById } from './events.ts'
import { hitsOf } from './hits.ts'
import { matchesOf } from './matches.ts'
import type { Part, Plan } from './plan.ts'
import type { Search } from './resolve.ts'
import { lengthOf, type Run } from './run.ts'
import { mostEvents } from './strategy.ts'
import { messagesOf, waysOf } from './ways.ts'

/** What a search through bytes needs of a filter: which messages to read, and which of them are hits. */
export interface HuntPlan {
  /** What to look for in the bytes of each candidate, in the order in which `holds` wants to know it. */
  readonly searches: readonly Search[]
  /** Messages to be searched; when `complete` is false there are more. */
  count(): { readonly messages: number; readonly complete: boolean }
  /** Every candidate once, some thousand at a time; ids rise within each of them, and mostly from one to the next. */
  candidates(): Generator<readonly EventValues[]>
  /** Whether a candidate is a hit. @param matches what was found in its bytes, by the number of the search. */
  holds(event: EventValues, matches: readonly boolean[]): boolean
}

/** @param plan of a filter with searches; its parts are what is known without them. */
export function huntPlan(run: Run, plan: Plan): HuntPlan {
  const exact = plan.exact.map(({ from, to, condition }) => ({ from, to, holds: tester(condition) }))
  return {
    searches: plan.searches,
    count: () => hitsOf(run, plan),
    candidates: () => candidatesOf(run, plan),
    holds: (event, matches) =>
      exact.some(({ from, to, holds }) => event.time >= from && event.time < to && holds({ ...event, matches })),
  }
}

const idsAtOnce = 4_000

function* candidatesOf(run: Run, plan: Plan): Generator<readonly EventValues[]> {
  const [only, ...more] = plan.parts
  if (only && more.length === 0 && isEverywhere(run, only)) {
    yield* byId(run, only)
    return
  }
  for (const { events } of matchesOf(run, plan, false)) {
    for (let at = 0; at < events.length; at += idsAtOnce) {
      run.pause()
      yield events.slice(at, at + idsAtOnce).sort((a, b) => a.id - b.id)
    }
  }
}

/** Neither a time nor an index leads to the candidates. */
function isEverywhere(run: Run, { from, to, condition }: Part): boolean {
  if (from !== -Infinity || to !== Infinity) return false
  const covering = waysOf(run).covering(condition)
  return covering === undefined || messagesOf(covering) > mostEvents
}

function* byId(run: Run, { condition }: Part): Generator<readonly EventValues[]> {
  const matches = tester(condition)
  for (let from = 0, end = lengthOf(run.reader, 'event'); from < end; from += idsAtOnce) {
    run.pause()
    yield eventsById(run, from, from + idsAtOnce).filter(matches)
  }
}
