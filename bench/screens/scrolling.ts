import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { percentile } from '../bench.ts'
import { framesOf, frameTimes, markOf } from './frames.ts'
import { scrolls } from './scroll.ts'
import { traced } from './trace.ts'

/** How smooth a list was while it was scrolled. */
export interface Smoothness {
  /** Milliseconds from frame to frame, 95th percentile: of all frames, and of those that brought new rows. */
  readonly frameP95: number
  readonly rowsP95: number
  readonly frames: number
  readonly dropped: number
}

/** Scrolls in each way for some seconds. */
export async function scrollAll(
  browser: Browser,
  page: Page,
  box: string,
  seconds: number,
): Promise<ReadonlyMap<string, Smoothness>> {
  const found = new Map<string, Smoothness>()
  for (const [name, scroll] of Object.entries(scrolls)) {
    found.set(name, await smoothness(browser, page, (of) => scroll(of, box, seconds)))
  }
  return found
}

async function smoothness(browser: Browser, page: Page, scroll: (page: Page) => Promise<void>): Promise<Smoothness> {
  const mark = (name: string): Promise<unknown> => page.evaluate((name) => void performance.mark(name), name)
  const events = await traced(browser, async () => {
    await mark('scrolling')
    await scroll(page)
    await mark('scrolled')
    await sleep(rest)
  })
  const [begin, end] = [markOf(events, 'scrolling'), markOf(events, 'scrolled')]
  const frames = framesOf(events, begin.pid, begin.at, end.at)
  const rows = frames.shown.filter(({ committed }) => committed !== undefined)
  return {
    frameP95: percentile(frameTimes(frames), 0.95),
    rowsP95: percentile(frameTimes({ ...frames, shown: rows }), 0.95),
    frames: frames.shown.length,
    dropped: frames.dropped,
  }
}

const rest = 300
