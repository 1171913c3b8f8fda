import { allOf, always, setCondition, tester, type Condition, type EventValues, type Way } from './condition.ts'
import { eventsAlong, eventsOf, walk, type Position, type Span } from './events.ts'
import { pairReader, pairTest, spanOf, stepsOf, type Step } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep } from './rollups.ts'
import { lengthOf, type Run } from './run.ts'
import { has, idsOf, setOf, sizeOf } from './sets.ts'
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
  const candidates = allOf([atMost(part.condition), amongFew(run, covering)])
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
  for (const { span, candidates: left } of spansWith(run, candidates, rest, descending)) {
    for (const found of eventsInside(run, left, span, descending, position)) yield only(found)
  }
}

/** Every match is of one of these sources, where that is known and they are few: elsewhere nobody has to look. */
function amongFew(run: Run, covering: readonly Way[] | undefined): Condition {
  const ids = covering?.every(({ by }) => by === 'source') ? covering.flatMap((way) => way.ids) : []
  if (ids.length === 0 || ids.length > fewSources) return always
  return setCondition('sources', setOf(ids, lengthOf(run.reader, 'source')))
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

/** A stretch of time in which something may match, and what is known by then of what that is. */
interface Likely {
  readonly span: Span
  readonly candidates: Condition
}

/**
 * Spans of a minute, or the shortest that is still counted, in which something may match; found by sums alone. Whoever is
 * in none of a day's sums is not looked for in its hours.
 */
function* spansWith(run: Run, candidates: Condition, span: Span, descending: boolean): Generator<Likely> {
  const inside = function* ({ span, candidates }: Likely, level: 'day' | 'hour' | 'minute'): Generator<Likely> {
    const narrowed = narrowing(run, candidates)
    const steps = stepsOf(run, span, level)
    for (const step of descending ? steps.toReversed() : steps) {
      run.pause()
      const left = step.level === 'event' ? candidates : narrowed(step)
      if (!left) continue
      const { from, to } = spanOf(step)
      const part = { span: { from: Math.max(span.from, from), to: Math.min(span.to, to) }, candidates: left }
      const next = step.level === level ? finer[step.level] : undefined
      if (next) yield* inside(part, next)
      else yield part
    }
  }
  yield* inside({ span, candidates }, 'day')
}

/** What may match in a step; `undefined`: nothing. */
function narrowing(run: Run, candidates: Condition): (step: Step) => Condition | undefined {
  const test = pairTest(candidates)
  if (test.exact && !test.sources) {
    const isThere = ({ kind }: { readonly kind: number }): boolean => !test.kinds || has(test.kinds, kind)
    return (step) => (kindsInStep(run, step).some(isThere) ? candidates : undefined)
  }
  const reader = pairReader(run, test)
  const length = lengthOf(run.reader, 'source')
  return (step) => {
    const sources = new Set(reader.ofStep(step).map(({ source }) => source))
    if (sources.size === 0) return undefined
    if (sources.size > fewSources) return candidates
    return allOf([candidates, setCondition('sources', setOf(sources, length))])
  }
}
