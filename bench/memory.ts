import { sizeText, type Bench, type BenchResult } from './bench.ts'
import { watchMemory, type Memory } from './memory/watch.ts'

const engineGoal = 350
const pageGoal = 300
/** What is shown live: more would only take longer. */
const most = 1_000_000

/** Megabytes of the engine and of the page on Live, after so many live events, beside what they had at the start. */
export const memoryBench: Bench = async ({ size }) => {
  const events = Math.min(size, most)
  const { start, end } = await watchMemory(events)
  const line = (who: keyof Memory, goal: number): BenchResult => {
    const [ours, baseline] = [end[who] / 1e6, start[who] / 1e6]
    const result = {
      name: `memory: ${who}`,
      size: sizeText(events),
      ours,
      baseline,
      unit: 'MB',
      ratio: ours / baseline,
    }
    return { ...result, goal: `≤ ${goal} MB`, met: ours <= goal }
  }
  return [line('engine', engineGoal), line('page', pageGoal)]
}
