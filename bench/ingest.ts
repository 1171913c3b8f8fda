import { sizeText, type Bench } from './bench.ts'
import type { Stored } from './stores/build.ts'

const goal = 0.5

/** Events/s from the bytes of a link frame to committed, aggregated and acknowledged, beside plain inserts. */
export const ingestBench: Bench = async ({ size, stores }) => {
  const built = await stores.of(size)
  const [ours, baseline] = [rateOf(built.ours), rateOf(built.baseline)]
  const ratio = ours / baseline
  const result = { name: 'ingest', size: sizeText(size), ours, baseline, unit: 'events/s', ratio }
  return [{ ...result, goal: `≥ ${goal}×`, met: ratio >= goal }]
}

const rateOf = ({ events, busy }: Stored): number => events / (busy / 1000)
