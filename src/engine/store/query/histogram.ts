import type { Histogram } from '../../../contract/console/explore.ts'
import type { Range } from '../../../contract/console/vocabulary.ts'
import { microsecondsPerMinute, toMicroseconds, toMilliseconds } from '../codes.ts'
import type { Level } from '../tallies/cover.ts'
import { tester } from './condition.ts'
import { eventsOf, type Span } from './events.ts'
import { pairReader, pairTest, rangeOf, spanKept, spanOf, stepsOf, type PairTest, type Step } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { messagesInStep } from './rollups.ts'
import type { Run } from './run.ts'
import { pointAt, pointsOf, type Points } from './steps.ts'
import { correction, strategyOf, type Strategy } from './strategy.ts'
import { walk, type Walked } from './walk.ts'
import { waysOf } from './ways.ts'

const millisecondsPer = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Matches per point of time. */
export function histogramOf(run: Run, plan: Plan, most: number, zone: string): Histogram {
  const range = rangeShown(run, plan)
  if (!range) return { from: 0, step: millisecondsPer.minute, starts: [], counts: [], complete: true }
  const points = pointsOf(range, most, zone)
  const { starts, step } = points
  const counts = starts.map(() => 0)
  const add = (time: number, messages: number): void => {
    const at = pointAt(starts, toMilliseconds(time))
    counts[at] = (counts[at] ?? 0) + messages
  }
  const ways = waysOf(run)
  let complete = true
  let exactFrom: number | undefined
  for (const part of plan.parts.toReversed()) {
    const strategy = strategyOf(run, part.condition, ways)
    if (strategy.kind === 'sums') {
      const change = correction(part)
      for (const events of eventsOf(run, strategy.corrections, part)) {
        for (const event of events) add(event.time, change(event))
      }
      addSums(run, part, pairTest(strategy.pairs), points, add)
      continue
    }
    const matches = tester(part.condition)
    for (const { events, upTo } of looking(run, part, strategy)) {
      for (const event of events) if (matches(event)) add(event.time, 1)
      if (!run.late()) continue
      // Newer parts were counted whole. Only a walk comes by in order of time.
      if (complete && strategy.kind === 'walk') exactFrom = toMilliseconds(Math.max(0, upTo?.time ?? part.from))
      complete = false
      break
    }
  }
  return {
    from: starts[0] ?? range.from,
    step,
    starts,
    counts,
    complete,
    ...(exactFrom !== undefined && { exactFrom }),
  }
}

/** Events that may match; how far they were looked for is only known when they come in order of time. */
function* looking(
  run: Run,
  part: Part,
  strategy: Exclude<Strategy, { kind: 'sums' }>,
): Generator<Pick<Walked, 'events'> & Partial<Walked>> {
  if (strategy.kind === 'walk') yield* walk(run, part, true, undefined, part.condition)
  else for (const events of eventsOf(run, strategy.ways, part)) yield { events }
}

type Add = (time: number, messages: number) => void

function addSums(run: Run, part: Part, test: PairTest, points: Points, add: Add): void {
  const reader = pairReader(run, test)
  const rolled = test.exact && !test.sources
  const countOf = (step: Step): number => (rolled ? messagesInStep(run, step, test.kinds) : reader.messagesOfStep(step))
  for (const span of spansOf(part, points)) {
    for (const step of stepsOf(run, span, longestIn(points))) {
      run.pause()
      add(spanOf(step).from, countOf(step))
    }
  }
}

/** Points shorter than a minute are counted from events, one by one. */
function spansOf(part: Part, { starts, step }: Points): readonly Span[] {
  if (step >= millisecondsPer.minute) return [part]
  return starts.flatMap((start) => {
    const from = Math.max(part.from, toMicroseconds(start))
    const to = Math.min(part.to, toMicroseconds(start + step))
    return from < to ? [{ from, to }] : []
  })
}

/** The longest level whose steps never lie in two points. */
function longestIn({ starts }: Points): Level {
  const levels = ['day', 'hour'] as const
  return levels.find((level) => starts.every((start) => start % millisecondsPer[level] === 0)) ?? 'minute'
}

const firstEvent = 'SELECT min(time) AS time FROM event'
const lastEvent = 'SELECT max(time) AS time FROM event'

/** What the plan asks for of the time in which there is anything. */
function rangeShown(run: Run, { parts }: Plan): Range | undefined {
  const [first, last] = [parts[0], parts.at(-1)]
  const kept = first && last && spanKept(run)
  if (!kept) return undefined
  const [begin, end] = [eventTime(run, firstEvent), eventTime(run, lastEvent)]
  // Counts of days outlive the events.
  const from = begin === undefined || begin - kept.from > dayLong ? kept.from : begin
  const to = end === undefined ? kept.to : Math.min(kept.to, end + 1)
  const shown = { from: first.from === -Infinity ? from : first.from, to: last.to === Infinity ? to : last.to }
  return shown.from < shown.to ? rangeOf(shown) : undefined
}

const dayLong = 1440 * microsecondsPerMinute

const eventTime = ({ reader }: Run, sql: string): number | undefined =>
  reader.get<{ time: number | null }>(sql)?.time ?? undefined
