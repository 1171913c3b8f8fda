import { setTimeout as sleep } from 'node:timers/promises'
import { markOf, paintAfter, pressedBefore, workBetween } from './frames.ts'
import type { Screened } from './host.ts'
import { expectSights, sightsSeen } from './marks.ts'
import { ways, type Way } from './screens.ts'
import { traced, type TraceEvent } from './trace.ts'

/** Milliseconds from the key to the frame on screen that first shows it. */
export interface Visit {
  readonly name: string
  readonly shown: number
  /** Of these, what the page's main thread was at work. */
  readonly work: number
  /** With what was asked of the engine. */
  readonly filled: number
}

/** Milliseconds for the slowest screen. */
const patience = 30_000
/** Until the browser has noted its last frame, and nothing is under way any more. */
const rest = 150

/** Every screen once, in turn. */
export async function visitAll({ browser, page }: Screened): Promise<readonly Visit[]> {
  const visits: Visit[] = []
  for (const way of ways) {
    await way.before?.(page)
    for (const key of way.keys.slice(0, -1)) await page.keyboard.press(key)
    await sleep(rest)
    const events = await traced(browser, async () => {
      await expectSights(page, [
        { name: 'shown', ...way.shown },
        { name: 'filled', ...way.filled },
      ])
      await page.keyboard.press(way.keys.at(-1) ?? '')
      await sightsSeen(page, patience)
      await sleep(rest)
    })
    visits.push(visitOf(way, events))
  }
  return visits
}

function visitOf({ name }: Way, events: readonly TraceEvent[]): Visit {
  const pressed = pressedBefore(events, 'seen shown')
  const [shown, filled] = [paintAfter(events, 'seen shown'), paintAfter(events, 'seen filled')]
  const work = workBetween(events, markOf(events, 'seen shown'), pressed, shown)
  return { name, shown: (shown - pressed) / 1000, work, filled: (filled - pressed) / 1000 }
}
