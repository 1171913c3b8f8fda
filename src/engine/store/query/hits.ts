import type { Hits } from '../../../contract/console/explore.ts'
import { tester } from './condition.ts'
import { eventsOf } from './events.ts'
import { pairReader, pairTest, stepsOf, type Total } from './pairs.ts'
import type { Part, Plan } from './plan.ts'
import { kindsInStep, type KindCount } from './rollups.ts'
import type { Run } from './run.ts'
import { has, idsOf, type IdSet } from './sets.ts'
import { lifeCounts, shapeOf, shapeOfLives } from './shape.ts'
import { strategyOf, testsEvents } from './strategy.ts'
import { sumsOf } from './sums.ts'
import { waysOf } from './ways.ts'

type Counted = Omit<Hits, 'milliseconds'>

/** How much matches. What is kept ready is read; else it is summed up, or counted as far as there is time. */
export function hitsOf(run: Run, plan: Plan): Counted {
  const [only, ...more] = plan.parts
  if (!only) return { messages: 0, sources: 0, dialogs: 0, complete: true }
  const ready = more.length === 0 ? (ofLives(run, plan) ?? ofFewEvents(run, only)) : undefined
  if (ready) return ready
  const { sources, messages, complete } = (more.length === 0 ? ofPairs(run, only) : undefined) ?? ofSums(run, plan)
  const rolled = complete ? undefined : ofRollups(run, plan)
  return { messages: rolled ?? messages, sources, complete }
}

/** Added up by the database alone, when no time is asked for. */
function ofPairs(run: Run, { from, to, condition }: Part): Total | undefined {
  if (from !== -Infinity || to !== Infinity || testsEvents(condition)) return undefined
  return pairReader(run, pairTest(condition)).totalOfLives()
}

function ofSums(run: Run, plan: Plan): Total {
  const { bySource, messages, complete } = sumsOf(run, plan, true)
  return { messages, sources: bySource.reduce((count, of) => count + Number(of > 0), 0), complete }
}

/** All that was ever received from some sources, or all of it for which one test holds: both are kept with the source. */
function ofLives(run: Run, plan: Plan): Counted | undefined {
  const lives = shapeOfLives(run, plan)
  if (lives && !lives.test) return ofSources(run, lives.sources)
  const counts = lifeCounts(run, plan)
  if (!counts) return undefined
  return { messages: counts.reduce((sum, { messages }) => sum + messages, 0), sources: counts.length, complete: true }
}

interface Lives {
  readonly messages: number | null
  readonly sources: number
}

const sums = 'SELECT sum(messages) AS messages, count(*) AS sources FROM source'
const all = `${sums} WHERE messages > 0`
const some = `${sums} WHERE messages > 0 AND id IN (SELECT value FROM json_each(?))`

function ofSources({ reader }: Run, sources: IdSet | undefined): Counted {
  const row = sources ? reader.get<Lives>(some, JSON.stringify(idsOf(sources))) : reader.get<Lives>(all)
  return { messages: row?.messages ?? 0, sources: row?.sources ?? 0, complete: true }
}

/** When the events themselves are looked at, their dialogs are known too. */
function ofFewEvents(run: Run, part: Part): Counted | undefined {
  const strategy = strategyOf(run, part.condition, waysOf(run))
  if (strategy.kind !== 'events') return undefined
  const matches = tester(part.condition)
  const [sources, dialogs] = [new Set<number>(), new Set<number>()]
  let messages = 0
  for (const events of eventsOf(run, strategy.ways, part)) {
    for (const event of events) {
      if (!matches(event)) continue
      messages += 1
      sources.add(event.source)
      dialogs.add(event.dialog)
    }
    if (run.late()) return { messages, sources: sources.size, dialogs: dialogs.size, complete: false }
  }
  return { messages, sources: sources.size, dialogs: dialogs.size, complete: true }
}

/** Messages of kinds alone are known, even when there was no time to find out whose they are. */
function ofRollups(run: Run, { parts }: Plan): number | undefined {
  if (parts.some(({ condition }) => shapeOf(condition)?.sources ?? shapeOf(condition)?.test)) return undefined
  if (parts.some(({ condition }) => !shapeOf(condition))) return undefined
  return parts.reduce(
    (sum, part) => sum + kindCounts(run, part).reduce((inPart, { messages }) => inPart + messages, 0),
    0,
  )
}

function kindCounts(run: Run, part: Part): readonly KindCount[] {
  const kinds = shapeOf(part.condition)?.kinds
  return stepsOf(run, part).flatMap((step) => {
    run.pause()
    return kindsInStep(run, step).filter(({ kind }) => !kinds || has(kinds, kind))
  })
}
