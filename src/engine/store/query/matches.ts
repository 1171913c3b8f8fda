import { tester, type Condition, type EventValues } from './condition.ts'
import { eventsAlong, eventsOf, walk, type Position, type Span } from './events.ts'
import { pairReader, pairTest, spanOf, stepsOf, type Step } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep } from './rollups.ts'
import type { Run } from './run.ts'
import { has, idsOf, sizeOf } from './sets.ts'
import { atMost } from './strategy.ts'
import { messagesOf, sourcesWay, waysOf, type Ways } from './ways.ts'

/** Some matches in the order asked for, and how far the events were looked at. */
export interface Found {
  readonly events: readonly EventValues[]
  /** Absent when nothing was looked at. */
  readonly upTo: Position | undefined
}

/** So many are collected by an index and sorted; more are walked past in order of time. */
const mostSorted = 50_000

/** Every match in order of time. @param after the place behind which to go on. */
export function* matchesOf(
  run: Run,
  { parts }: Pick<Plan, 'parts'>,
  descending: boolean,
  after?: Position,
): Generator<Found> {
  const ways = waysOf(run)
  for (const part of descending ? parts.toReversed() : parts) {
    const span = after ? behind(part, descending, after) : part
    if (span.from < span.to) yield* matchesIn(run, ways, { ...part, ...span }, descending, after)
  }
}

/** What is left of a span behind a place; its own microsecond may hold further events. */
const behind = ({ from, to }: Span, descending: boolean, { time }: Position): Span =>
  descending ? { from, to: Math.min(to, time + 1) } : { from: Math.max(from, time), to }

function* matchesIn(run: Run, ways: Ways, part: Part, descending: boolean, after?: Position): Generator<Found> {
  const covering = ways.covering(part.condition)
  if (covering && messagesOf(covering) <= mostSorted) {
    yield sorted(eventsOf(run, covering, part), part.condition, descending, after)
    return
  }
  const matches = tester(part.condition)
  let position = after
  const only = (events: readonly EventValues[]): Found => {
    position = events.at(-1) ?? position
    return { events: events.filter(matches), upTo: position }
  }
  const candidates = atMost(part.condition)
  if (candidates.kind === 'constant') {
    for (const events of walk(run, part, descending, after)) yield only(events)
    return
  }
  let looked = 0
  for (const events of walk(run, part, descending, after)) {
    yield only(events)
    looked += events.length
    if (looked >= walkedFirst) break
    if (events.length === 0) return
  }
  const rest = position ? behind(part, descending, position) : part
  for (const span of spansWith(run, candidates, rest, descending)) {
    for (const found of eventsInside(run, candidates, span, descending, position)) yield only(found)
  }
}

/** Events looked at one after the other, before it is found out where matches are at all: most pages are full by then. */
const walkedFirst = 3_000

function sorted(
  batches: Iterable<readonly EventValues[]>,
  condition: Condition,
  descending: boolean,
  after: Position | undefined,
): Found {
  const matches = tester(condition)
  const found: EventValues[] = []
  for (const events of batches)
    for (const event of events) if (isBehind(event, descending, after) && matches(event)) found.push(event)
  found.sort(descending ? (a, b) => inOrder(b, a) : inOrder)
  return { events: found, upTo: found.at(-1) }
}

export const inOrder = (a: Position, b: Position): number => a.time - b.time || a.id - b.id

export const isBehind = (event: Position, descending: boolean, after: Position | undefined): boolean =>
  after === undefined || (descending ? inOrder(event, after) < 0 : inOrder(event, after) > 0)

const fewSources = 300

/** Events of a short span that may match, in order; of few sources by their index, because all others may be many. */
function* eventsInside(
  run: Run,
  candidates: Condition,
  span: Span,
  descending: boolean,
  after: Position | undefined,
): Generator<readonly EventValues[]> {
  const { sources } = pairTest(candidates)
  if (!sources || sizeOf(sources) > fewSources) {
    yield* walk(run, span, descending, after)
    return
  }
  const batches = eventsAlong(run, sourcesWay(run, idsOf(sources)), span)
  yield sorted(batches, { kind: 'constant', holds: true }, descending, after).events
}

const finer = { day: 'hour', hour: 'minute', minute: undefined, event: undefined } as const

/** Spans of a minute, or the shortest that is still counted, in which something may match; found by sums alone. */
function* spansWith(run: Run, candidates: Condition, span: Span, descending: boolean): Generator<Span> {
  const test = pairTest(candidates)
  const reader = pairReader(run, test)
  const holdsAny = (step: Step): boolean =>
    test.exact && !test.sources
      ? kindsInStep(run, step).some(({ kind }) => !test.kinds || has(test.kinds, kind))
      : reader.ofStep(step).length > 0
  const inside = function* (part: Span, level: 'day' | 'hour' | 'minute'): Generator<Span> {
    const steps = stepsOf(run, part, level)
    for (const step of descending ? steps.toReversed() : steps) {
      run.pause()
      const of = { from: Math.max(part.from, spanOf(step).from), to: Math.min(part.to, spanOf(step).to) }
      const next = step.level === level ? finer[step.level] : undefined
      if (step.level !== 'event' && !holdsAny(step)) continue
      if (next) yield* inside(of, next)
      else yield of
    }
  }
  yield* inside(span, 'day')
}
