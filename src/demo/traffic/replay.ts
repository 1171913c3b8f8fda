import type { Outbox, Planned } from './outbox.ts'

/** Little at a time, so that what tools owe our answers comes in between and times stay nearly in order. */
const ahead = 10

/** Feeds the plans of all sensors side by side, each about as fast as it once happened. */
export interface Replay {
  advance(now: number): void
  readonly done: boolean
}

export function createReplay(plans: readonly (readonly Planned[])[], outbox: Outbox): Replay {
  const queue = inTurn(plans)
  let next = 0
  return {
    get done() {
      return outbox.spent || (next >= queue.length && outbox.waiting === 0)
    },
    advance(now) {
      for (; next < queue.length && outbox.waiting < ahead; next++) {
        const planned = queue[next]
        if (planned) outbox.add(planned, now)
      }
    },
  }
}

/** The first of each plan, the second of each, and so on. */
function inTurn(plans: readonly (readonly Planned[])[]): Planned[] {
  const longest = Math.max(0, ...plans.map((plan) => plan.length))
  return Array.from({ length: longest }, (_, at) => plans.flatMap((plan) => plan[at] ?? [])).flat()
}
