import type { Logger } from 'pino'
import type { Changes } from '../changes.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Writer } from '../store/connection.ts'
import type { Store } from '../store/open.ts'
import { sourcesDue, storeVerdict } from '../store/verdicts.ts'
import { judgeSource } from './verdict.ts'

/** Milliseconds between two rounds, and for one: a twelfth of the time at most, however many sources there are. */
const every = 500
const round = 40
/** Sources looked at between two looks at the clock. */
const few = 10

interface Surroundings {
  readonly store: Store
  readonly ingest: Ingest
  readonly changes: Changes
  readonly log: Logger
}

/**
 * Keeps the severity that lists sort by equal to the verdict, which looks at all that a source did: too much to be done
 * with every message. It follows within a second, later only when thousands of sources change at once.
 * @returns its stop.
 */
export function startVerdicts({ store, ingest, changes, log }: Surroundings): () => void {
  // A bug in a rule: verdicts that are asked for still say so, each time; this one task is not tried again and again.
  const lane = ingest.lane((error) => log.error({ err: error }, 'verdicts are not kept any more'))
  let waiting = false
  let reached = 0
  const judgeSome = (): void => {
    const { last, changed } = store.health.guard(() => judgeDue(store.writer, reached, performance.now() + round))
    reached = last
    waiting = false
    if (changed > 0) changes.publish('events')
  }
  const timer = setInterval(() => {
    if (waiting || store.health.error !== undefined || sourcesDue(store.reader, 0, 1).length === 0) return
    waiting = true
    lane.push(judgeSome)
  }, every)
  return () => {
    clearInterval(timer)
    lane.close()
  }
}

/**
 * Judges sources behind one, in the order of their ids, until `end`.
 * @returns the last one, or 0 when there was none left behind it; and how many verdicts are others now.
 */
function judgeDue(writer: Writer, after: number, end: number): { readonly last: number; readonly changed: number } {
  return writer.transaction(() => {
    let last = after
    let changed = 0
    do {
      const due = sourcesDue(writer, last, few)
      for (const source of due) if (storeVerdict(writer, source, judgeSource(writer, source).severity)) changed += 1
      last = due.length < few ? 0 : (due.at(-1)?.id ?? 0)
    } while (last > 0 && performance.now() < end)
    return { last, changed }
  })
}
