import type { Browser } from 'playwright-core'
import { z } from 'zod'

/** What the browser notes of itself: marks of the page, input and work of the page, and every frame's way to the screen. */
const categories = ['blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline.frame']

const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  /** Microseconds of the browser's clock. */
  ts: z.number(),
  /** Microseconds of processor time that the thread had used, and those that this took. */
  tts: z.number().optional(),
  tdur: z.number().optional(),
  id2: z.object({ local: z.string().optional(), global: z.string().optional() }).optional(),
  args: z.record(z.string(), z.unknown()).optional(),
})
const trace = z.object({ traceEvents: z.array(traceEvent) })
export type TraceEvent = z.infer<typeof traceEvent>

/** What the browser noted while `work` was done, in order of time. */
export async function traced(browser: Browser, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  await browser.startTracing(undefined, { categories })
  let worked: Promise<void> | undefined
  try {
    await (worked = work())
  } catch {
    // It is said below: the browser cannot trace anew before this one was stopped.
  }
  const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')))
  await worked
  return traceEvents.toSorted((a, b) => a.ts - b.ts)
}
