import { percentile, sizeText, type Bench } from './bench.ts'
import { runEngine } from './engine.ts'
import { plainPath } from './stores/build.ts'
import { searchPlain } from './stores/plain.ts'

const goal = 100
const mostMilliseconds = 200

/**
 * Who dialled a number behind any prefix: hits and first page of twenty numbers, the first time each, beside a scan for
 * its end. The scan's time is that of the baseline's events, as many times longer as ours are more.
 */
export const numberBench: Bench = async ({ size, stores }) => {
  const store = await stores.of(size)
  const { pages } = await runEngine(store, 'number')
  const scans = pages.slice(0, 3).map(({ name }) => searchPlain(plainPath(store.directory), name).milliseconds)
  const ours = percentile(
    pages.map(({ cold }) => cold),
    0.95,
  )
  const baseline = percentile(scans, 0.5) * (size / store.baseline.events)
  const ratio = baseline / ours
  const result = { name: 'number, p95 cold', size: sizeText(size), ours, baseline, unit: 'ms', ratio }
  const met = ratio >= goal && ours <= mostMilliseconds
  return [{ ...result, goal: `≥ ${goal}× faster, ≤ ${mostMilliseconds} ms`, met }]
}
