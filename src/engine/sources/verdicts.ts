import { setImmediate as turn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Changes } from '../changes.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Writer } from '../store/connection.ts'
import type { Store } from '../store/open.ts'
import { sourcesDue, storeVerdict } from '../store/verdicts.ts'
import { judgeSource } from './verdict.ts'

/** Milliseconds between two rounds, and for one. */
const every = 500
const round = 40
/** A source that made up all it could takes longer: for each part of the time that rounds take, so many are left alone. */
const share = 11
/** Sources read at once. */
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
  let restUntil = 0
  const judgeSome = (): void => {
    const began = performance.now()
    const { last, changed } = store.health.guard(() => judgeDue(store.writer, reached, began + round))
    const ended = performance.now()
    restUntil = ended + (ended - began) * share
    reached = last
    waiting = false
    if (changed > 0) changes.publish('events')
  }
  const timer = setInterval(() => {
    if (waiting || performance.now() < restUntil || store.health.error !== undefined) return
    if (sourcesDue(store.reader, 0, 1).length === 0) return
    waiting = true
    lane.push(judgeSome)
  }, every)
  return () => {
    clearInterval(timer)
    lane.close()
  }
}

/** The same at once and for all, where nothing else has to be done meanwhile. @throws what the disk says. */
export async function judgeAllDue(store: Pick<Store, 'writer' | 'health'>, signal: AbortSignal): Promise<void> {
  let reached = 0
  do {
    reached = store.health.guard(() => judgeDue(store.writer, reached, performance.now() + round)).last
    await turn()
  } while (reached > 0 && !signal.aborted)
}

/**
 * Judges sources behind one, in the order of their ids, until `end`.
 * @returns the last one, or 0 when there was none left behind it; and how many verdicts are others now.
 */
function judgeDue(writer: Writer, after: number, end: number): { readonly last: number; readonly changed: number } {
  return writer.transaction(() => {
    let last = after
    let changed = 0
    for (;;) {
      const due = sourcesDue(writer, last, few)
      for (const source of due) {
        if (storeVerdict(writer, source, judgeSource(writer, source).severity)) changed += 1
        last = source.id
        if (performance.now() >= end) return { last, changed }
      }
      if (due.length < few) return { last: 0, changed }
    }
  })
}
