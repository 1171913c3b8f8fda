import { stepsBeside } from './beside.ts'
import { tester, type EventValues } from './condition.ts'
import { eventsOf } from './events.ts'
import { pairReader, pairTest, stepsOf, type Pair, type PairReader, type PairTest } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep } from './rollups.ts'
import { lengthOf, type Run } from './run.ts'
import { has } from './sets.ts'
import { isReceived, lifeCounts } from './shape.ts'
import { correction, strategyOf, type Strategy } from './strategy.ts'
import { walkedEvents } from './walk.ts'
import { waysOf } from './ways.ts'

/** Counted matches; the index is a row id. */
export interface Sums {
  readonly bySource: Float64Array
  readonly byKind: Float64Array
  readonly messages: number
  /** False: time was up, and there are at least so many. */
  readonly complete: boolean
}

/** Who is told of what matches. */
export interface Sink {
  /** It does not ask for kinds: they are told as 0. */
  readonly anyKind?: boolean
  /** It does not ask which source sent which kind. */
  readonly apart?: Apart
  pair(source: number, kind: number, messages: number): void
}

/** Sums by source and sums by kind of the same messages. */
interface Apart {
  source(source: number, messages: number): void
  kind(kind: number, messages: number): void
}

/** How many messages match, by source and, unless `anyKind`, by kind. The newest are counted first. */
export function sumsOf(run: Run, plan: Plan, anyKind = false): Sums {
  const bySource = new Float64Array(lengthOf(run.reader, 'source'))
  const byKind = new Float64Array(lengthOf(run.reader, 'kind'))
  let messages = 0
  const apart: Apart = {
    source: (source, count) => {
      if (source >= bySource.length) return
      bySource[source] = (bySource[source] ?? 0) + count
      messages += count
    },
    kind: (kind, count) => {
      if (kind < byKind.length) byKind[kind] = (byKind[kind] ?? 0) + count
    },
  }
  const sink: Sink = {
    ...(anyKind ? { anyKind } : { apart }),
    pair: (source, kind, count) => {
      apart.source(source, count)
      apart.kind(kind, count)
    },
  }
  const kept = anyKind ? lifeCounts(run, plan) : undefined
  for (const { source, messages: count } of kept ?? []) apart.source(source, count)
  const complete = kept !== undefined || countInto(run, plan, sink)
  return { bySource, byKind, messages, complete }
}

/** @returns whether everything was counted. Counts told may be negative: they correct earlier ones. */
export function countInto(run: Run, { parts }: Plan, sink: Sink): boolean {
  const ways = waysOf(run)
  return parts.toReversed().every((part) => countPart(run, part, strategyOf(run, part.condition, ways), sink))
}

export function countPart(run: Run, part: Part, strategy: Strategy, sink: Sink): boolean {
  switch (strategy.kind) {
    case 'sums': {
      const test = pairTest(strategy.pairs)
      const change = correction(part)
      for (const events of eventsOf(run, strategy.corrections, part)) {
        for (const event of events) tell(sink, event, change(event))
      }
      if (sink.apart && test.exact && !test.sources) return addApart(run, part, test, sink.apart)
      return addPairs(run, sink.anyKind ? bySourceIn(run, part, test) : pairsOf(run, part, pairReader(run, test)), sink)
    }
    case 'events':
      return addEvents(run, part, eventsOf(run, strategy.ways, part), sink)
    case 'walk':
      return addEvents(run, part, walkedEvents(run, part), sink)
  }
}

function tell(sink: Sink, { source, kind }: EventValues, messages: number): void {
  if (messages !== 0) sink.pair(source, kind, messages)
}

function addEvents(run: Run, { condition }: Part, batches: Iterable<readonly EventValues[]>, sink: Sink): boolean {
  const matches = tester(condition)
  for (const events of batches) {
    for (const event of events) tell(sink, event, Number(matches(event)))
    if (run.late()) return false
  }
  return true
}

/**
 * Where every source counts, who sent what kind is not read at all: sums by kind and sums by source are kept apart, and a
 * hundred times shorter than those by both.
 */
function addApart(run: Run, part: Part, test: PairTest, sums: Apart): boolean {
  for (const { pairs, isPart } of bySourceIn(run, part, test)) {
    for (const { source, messages } of pairs) sums.source(source, messages)
    if (isPart && run.late()) return false
  }
  for (const step of stepsOf(run, part)) {
    run.pause()
    for (const { kind, messages } of kindsInStep(run, step)) {
      if (!test.kinds || has(test.kinds, kind)) sums.kind(kind, messages)
    }
  }
  return true
}

function addPairs(run: Run, batches: Iterable<Counted>, sink: Sink): boolean {
  for (const { pairs, isPart } of batches) {
    for (const { source, kind, messages } of pairs) sink.pair(source, kind, messages)
    if (isPart && run.late()) return false
  }
  return true
}

interface Counted {
  readonly pairs: readonly Pair[]
  /** What was counted up to here is a part of what matches: there is an answer when time is up. */
  readonly isPart: boolean
}

/** Newest first. */
function* pairsOf(run: Run, part: Part, reader: PairReader): Generator<Counted> {
  if (part.from === -Infinity && part.to === Infinity) {
    for (const pairs of reader.ofLives()) yield { pairs, isPart: true }
    return
  }
  for (const step of stepsOf(run, part).toReversed()) {
    run.pause()
    yield { pairs: reader.ofStep(step), isPart: true }
  }
}

/** What sources sent, of any kind. Of what was received over most of all time that is all, without what lies beside. */
function* bySourceIn(run: Run, part: Part, test: PairTest): Generator<Counted> {
  const reader = pairReader(run, test, { anyKind: true })
  const beside = test.exact && isReceived(run, test.kinds) ? stepsBeside(run, part) : undefined
  if (!beside) {
    yield* pairsOf(run, part, reader)
    return
  }
  for (const pairs of reader.ofLives()) yield { pairs, isPart: false }
  for (const step of beside) {
    run.pause()
    yield { pairs: reader.ofStep(step).map((pair) => ({ ...pair, messages: -pair.messages })), isPart: false }
  }
}
