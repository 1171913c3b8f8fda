import type { BenchResult } from './bench.ts'
import { unaccounted, type LiveFigures, type LiveLoad } from './live/figures.ts'
import { measureLive } from './live/measure.ts'

const small: readonly LiveLoad[] = [{ rate: 500, seconds: 6 }]
const full: readonly LiveLoad[] = [
  { rate: 500, seconds: 30 },
  { rate: 5000, seconds: 10 },
]
const longestToScreen = 1000
const longestFrame = 32

/**
 * From the sensor's socket to the screen of a real browser.
 * @param size `small` takes less than half a minute.
 */
export async function live(size: 'small' | 'full'): Promise<BenchResult[]> {
  const results: BenchResult[] = []
  for (const load of size === 'small' ? small : full) results.push(...resultsOf(await measureLive(load)))
  return results
}

function resultsOf(figures: LiveFigures): BenchResult[] {
  const { rate, toScreenP95, frameP95, dropped } = figures
  const line = (name: string, ours: number, unit: string, goal: string, met: boolean): BenchResult => ({
    ...{ name: `live: ${name}`, size: `${rate}/s`, ours, baseline: null },
    ...{ unit, ratio: null, goal, met },
  })
  const lost = unaccounted(figures)
  return [
    line('sensor → screen p95', toScreenP95, 'ms', `≤ ${longestToScreen}`, toScreenP95 <= longestToScreen),
    line('frame p95', frameP95, 'ms', `≤ ${longestFrame}`, frameP95 <= longestFrame),
    line('dropped rows', dropped, 'rows', 'counted', true),
    line('unaccounted for', lost, 'messages', '0', lost === 0),
  ]
}
