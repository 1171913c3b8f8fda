import { percentile, sizeText, type Bench } from './bench.ts'
import { runEngine } from './engine.ts'
import { smallest } from './stores/stores.ts'

const goal = 1.5

/** Milliseconds from the start of the engine to the first page of Live, each time in a new process; the middle one counts. */
export const openBench: Bench = async ({ size, stores }) => {
  const [large, small] = [await stores.of(size), size > smallest ? await stores.of(smallest) : undefined]
  const times = { ours: [] as number[], baseline: [] as number[] }
  for (let rounds = size < smallest ? 1 : 5; rounds > 0; rounds -= 1) {
    times.ours.push((await runEngine(large, 'live')).opened)
    if (small) times.baseline.push((await runEngine(small, 'live')).opened)
  }
  const [ours, baseline] = [percentile(times.ours, 0.5), small ? percentile(times.baseline, 0.5) : null]
  const ratio = baseline === null ? null : ours / baseline
  const result = { name: 'open', size: sizeText(size), ours, baseline, unit: 'ms', ratio }
  return [{ ...result, goal: `≤ ${goal}×`, met: ratio === null || ratio <= goal }]
}
