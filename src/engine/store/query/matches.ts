import { allOf, always, setCondition, tester, type Condition, type EventValues, type Way } from './condition.ts'
import { eventsAlong, eventsOf, inOrder, type Position, type Span } from './events.ts'
import { pairReader, pairTest, spanOf, stepsOf, type Step } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep, type KindCount } from './rollups.ts'
import { lengthOf, type Run } from './run.ts'
import { has, idsOf, setOf, sizeOf, type IdSet } from './sets.ts'
import { atMost } from './strategy.ts'
import { isNarrowed, walk } from './walk.ts'
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
  const matches = tester(part.condition)
  // What SQLite passes over by itself is walked past for longer before a way is looked for, which may take more time.
  const isQuick = isNarrowed(part.condition)
  const covered = isQuick ? undefined : fewIn(run, ways, part, descending, after)
  if (covered) {
    yield covered
    return
  }
  let position = after
  const only = ({ events, upTo }: Found): Found => {
    position = upTo ?? position
    return { events: events.filter(matches), upTo: position }
  }
  const enough = isQuick ? walkedQuickly : walkedFirst
  let looked = 0
  for (const walked of walk(run, part, descending, after, part.condition)) {
    yield only(walked)
    looked += walked.looked
    if (looked >= enough) break
  }
  if (looked < enough) return
  const rest = { ...part, ...(position ? behind(part, descending, position) : {}) }
  const few = isQuick ? fewIn(run, ways, rest, descending, position) : undefined
  if (few) {
    yield few
    return
  }
  const candidates = allOf([atMost(part.condition), amongFew(run, ways.covering(part.condition))])
  if (candidates.kind === 'constant') {
    for (const walked of walk(run, rest, descending, position, part.condition)) yield only(walked)
    return
  }
  for (const { span, candidates: left } of spansWith(run, candidates, rest, descending)) {
    const inside = { ...span, condition: allOf([part.condition, left]) }
    for (const walked of eventsInside(run, inside, left, descending, position)) yield only(walked)
  }
}

/** All matches of a part, when its ways lead to few events. */
function fewIn(run: Run, ways: Ways, part: Part, descending: boolean, after?: Position): Found | undefined {
  const covering = ways.covering(part.condition)
  if (!covering || messagesOf(covering) > mostSorted) return undefined
  return sorted(eventsOf(run, covering, part), part.condition, descending, after)
}

/** Every match is of one of these sources, where that is known and they are few: elsewhere nobody has to look. */
function amongFew(run: Run, covering: readonly Way[] | undefined): Condition {
  const ids = covering?.every(({ by }) => by === 'source') ? covering.flatMap((way) => way.ids) : []
  if (ids.length === 0 || ids.length > fewSources) return always
  return setCondition('sources', setOf(ids, lengthOf(run.reader, 'source')))
}

/** Events looked at one after the other, before it is found out where matches may be at all: most pages are full by then. */
const walkedFirst = 3_000
/** The same where SQLite looks, which takes a twentieth of the time. */
const walkedQuickly = 200_000

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

export const isBehind = (event: Position, descending: boolean, after: Position | undefined): boolean =>
  after === undefined || (descending ? inOrder(event, after) < 0 : inOrder(event, after) > 0)

const fewSources = 300

/** Events of a short span that may match, in order; of few sources by their index, because all others may be many. */
function* eventsInside(
  run: Run,
  part: Part,
  candidates: Condition,
  descending: boolean,
  after: Position | undefined,
): Generator<Found> {
  const { sources } = pairTest(candidates)
  if (!sources || sizeOf(sources) > fewSources) {
    yield* walk(run, part, descending, after, part.condition)
    return
  }
  yield sorted(eventsAlong(run, sourcesWay(run, idsOf(sources)), part), always, descending, after)
}

const finer = { day: 'hour', hour: 'minute', minute: undefined, event: undefined } as const

/** A stretch of time in which something may match, and what is known by then of what that is. */
interface Likely {
  readonly span: Span
  readonly candidates: Condition
}

/**
 * Spans in which something may match, found by sums alone: of a minute, or the shortest that is still counted, or longer
 * where much may. Whoever is in none of a day's sums is not looked for in its hours.
 */
function* spansWith(run: Run, candidates: Condition, span: Span, descending: boolean): Generator<Likely> {
  const inside = function* ({ span, candidates }: Likely, level: 'day' | 'hour' | 'minute'): Generator<Likely> {
    const narrowed = narrowing(run, candidates)
    const steps = stepsOf(run, span, level)
    for (const step of descending ? steps.toReversed() : steps) {
      run.pause()
      const left = step.level === 'event' ? { candidates, isMuch: false } : narrowed(step)
      if (!left) continue
      const { from, to } = spanOf(step)
      const part = { span: { from: Math.max(span.from, from), to: Math.min(span.to, to) }, candidates: left.candidates }
      const next = step.level === level && !left.isMuch ? finer[step.level] : undefined
      if (next) yield* inside(part, next)
      else yield part
    }
  }
  yield* inside({ span, candidates }, 'day')
}

interface Narrowed {
  readonly candidates: Condition
  /** Shorter steps would hardly be without any. */
  readonly isMuch: boolean
}

/** What may match in a step; `undefined`: nothing. */
function narrowing(run: Run, candidates: Condition): (step: Step) => Narrowed | undefined {
  const test = pairTest(candidates)
  if (test.exact && !test.sources) return (step) => kindsNarrowed(kindsInStep(run, step), test.kinds, candidates)
  const reader = pairReader(run, test)
  const length = lengthOf(run.reader, 'source')
  return (step) => {
    const sources = new Set(reader.ofStep(step).map(({ source }) => source))
    if (sources.size === 0) return undefined
    if (sources.size > fewSources) return { candidates, isMuch: false }
    return { candidates: allOf([candidates, setCondition('sources', setOf(sources, length))]), isMuch: false }
  }
}

/** One message in so many is enough to walk past all of them. */
const muchOf = 20

function kindsNarrowed(
  counts: readonly KindCount[],
  kinds: IdSet | undefined,
  candidates: Condition,
): Narrowed | undefined {
  let [those, all] = [0, 0]
  for (const { kind, messages } of counts) {
    all += messages
    if (!kinds || has(kinds, kind)) those += messages
  }
  return those === 0 ? undefined : { candidates, isMuch: those * muchOf >= all }
}
