import { percentile, sizeText, type Bench } from './bench.ts'
import { runEngine } from './engine.ts'
import { smallest } from './stores/stores.ts'

const goal = 1.5
const rounds = 5

/** Milliseconds from the start of the engine to the first page of Live, each time in a new process. */
export const openBench: Bench = async ({ size, stores }) => {
  const [large, small] = [await stores.of(size), await stores.of(Math.min(size, smallest))]
  const times = { ours: [] as number[], baseline: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push((await runEngine(large, 'live')).opened)
    times.baseline.push((await runEngine(small, 'live')).opened)
  }
  const [ours, baseline] = [percentile(times.ours, 0.5), percentile(times.baseline, 0.5)]
  const ratio = ours / baseline
  const result = {
    name: `open, beside ${sizeText(small.ours.events)}`,
    size: sizeText(size),
    ours,
    baseline,
    unit: 'ms',
  }
  return [{ ...result, ratio, goal: `≤ ${goal}×`, met: ratio <= goal }]
}
