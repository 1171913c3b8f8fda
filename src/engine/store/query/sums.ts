import { tester, type EventValues } from './condition.ts'
import { eventsOf, walk } from './events.ts'
import { pairReader, pairTest, stepsOf, type Pair, type PairReader } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { lengthOf, type Run } from './run.ts'
import { correction, strategyOf, type Strategy } from './strategy.ts'
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
  pair(source: number, kind: number, messages: number): void
}

/** How many messages match, by source and by kind. The newest are counted first. */
export function sumsOf(run: Run, plan: Plan): Sums {
  const bySource = new Float64Array(lengthOf(run.reader, 'source'))
  const byKind = new Float64Array(lengthOf(run.reader, 'kind'))
  let messages = 0
  const sink: Sink = {
    pair: (source, kind, count) => {
      if (source >= bySource.length || kind >= byKind.length) return
      bySource[source] = (bySource[source] ?? 0) + count
      byKind[kind] = (byKind[kind] ?? 0) + count
      messages += count
    },
  }
  const complete = countInto(run, plan, sink)
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
      const reader = pairReader(run, pairTest(strategy.pairs))
      const change = correction(part)
      for (const events of eventsOf(run, strategy.corrections, part)) {
        for (const event of events) tell(sink, event, change(event))
      }
      return addPairs(run, part, reader, sink)
    }
    case 'events':
      return addEvents(run, part, eventsOf(run, strategy.ways, part), sink)
    case 'walk':
      return addEvents(run, part, walk(run, part, true, undefined), sink)
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

function addPairs(run: Run, part: Part, reader: PairReader, sink: Sink): boolean {
  for (const pairs of pairsOf(run, part, reader)) {
    for (const { source, kind, messages } of pairs) sink.pair(source, kind, messages)
    if (run.late()) return false
  }
  return true
}

/** Newest first. */
export function* pairsOf(run: Run, part: Part, reader: PairReader): Generator<readonly Pair[]> {
  if (part.from === -Infinity && part.to === Infinity) return yield* reader.ofLives()
  for (const step of stepsOf(run, part).toReversed()) {
    run.pause()
    yield reader.ofStep(step)
  }
}
