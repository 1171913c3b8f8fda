import type { Bench, BenchResult } from './bench.ts'
import { unaccounted, type LiveFigures, type LiveLoad } from './live/figures.ts'
import { measureLive } from './live/measure.ts'

/** Below this size one short load; from here on what the goals name. */
const fullSize = 2_000_000
const small: readonly LiveLoad[] = [{ rate: 500, seconds: 6 }]
const full: readonly LiveLoad[] = [
  { rate: 500, seconds: 30 },
  { rate: 5000, seconds: 10 },
]
/** Hardly any load: what the machine and the browser need by themselves. */
const gentle: LiveLoad = { rate: 50, seconds: 4 }

const longestToScreen = 1000
const longestFrame = 32

/** From the sensor's socket to the screen of a real browser, beside the same at a gentle rate. */
export const liveBench: Bench = async ({ size }) => {
  const baseline = await measureLive(gentle)
  const results: BenchResult[] = []
  for (const load of size < fullSize ? small : full) results.push(...compare(await measureLive(load), baseline))
  return results
}

function compare(figures: LiveFigures, baseline: LiveFigures): BenchResult[] {
  const size = `${figures.rate}/s`
  const line = (name: string, ours: number, base: number, unit: string, goal: number): BenchResult => ({
    ...{ name: `live: ${name}`, size, ours, baseline: base, unit },
    ...{ ratio: ours / base, goal: `≤ ${goal} ${unit}`, met: ours <= goal },
  })
  return [
    line('sensor → screen p95', figures.toScreenP95, baseline.toScreenP95, 'ms', longestToScreen),
    line('frame p95', figures.frameP95, baseline.frameP95, 'ms', longestFrame),
    line('dropped, of seen', figures.dropped, figures.seen, 'rows', 0),
    line('unaccounted, of sent', unaccounted(figures), figures.sent, 'messages', 0),
  ]
}
