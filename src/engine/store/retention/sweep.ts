import { microsecondsPerMinute } from '../codes.ts'
import type { Writer } from '../connection.ts'
import { dropEvents } from './drop-events.ts'
import { dropRaw } from './drop-raw.ts'
import { dropRollups } from './drop-rollups.ts'
import { dropSources } from './drop-sources.ts'
import type { Pins } from './pinned.ts'
import type { RetentionPlan } from './plan.ts'

export type RetentionClass = 'raw' | 'events' | 'rollups' | 'entities'

export interface Swept {
  readonly what: RetentionClass
  readonly rows: number
}

/** Deletes by a plan, a small piece at a time; the pieces of one step share a transaction. */
export interface Sweep {
  /**
   * @param milliseconds that it goes on for, about; one piece at least.
   * @returns what went, piece by piece; `undefined` when nothing is left to do.
   */
  step(milliseconds: number): readonly Swept[] | undefined
}

/** @param forget is told when sources are gone: what anybody remembers of rows may not be so any more. */
export function retentionSweep(writer: Writer, plan: RetentionPlan, pins: Pins, forget: () => void): Sweep {
  const pieces = everything(writer, plan, pins, forget)
  let over = false
  return {
    step: (milliseconds) => (over ? undefined : writer.transaction(() => someOf(milliseconds))),
  }
  function someOf(milliseconds: number): readonly Swept[] {
    const end = performance.now() + milliseconds
    const swept: Swept[] = []
    // Somebody may have proposed a ban since; and at the beginning there may be thousands.
    if (pins.learn(writer)) return swept
    do {
      const next = pieces.next()
      if (next.done === true) over = true
      else swept.push(next.value)
    } while (!over && performance.now() < end)
    return swept
  }
}

/** Bytes before the messages whose they are, messages before their sources. */
function* everything(writer: Writer, plan: RetentionPlan, pins: Pins, forget: () => void): Generator<Swept, void> {
  const border = Math.max(plan.raw, plan.events * microsecondsPerMinute)
  if (border > 0) yield* as('raw', dropRaw(writer, border, pins))
  if (plan.events > 0) yield* as('events', dropEvents(writer, plan.events, pins))
  if (plan.rollups > 0) yield* as('rollups', dropRollups(writer, plan.rollups))
  if (plan.entities > 0) yield* as('entities', dropSources(writer, plan.entities, forget))
}

function* as(what: RetentionClass, pieces: Iterable<number>): Generator<Swept, void> {
  for (const rows of pieces) yield { what, rows }
}
