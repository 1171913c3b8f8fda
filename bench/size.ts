import { sizeText, type Bench } from './bench.ts'
import type { Stored } from './stores/build.ts'

const goal = 0.2

/** Bytes on disk for each event, everything included. */
export const sizeBench: Bench = async ({ size, stores }) => {
  const built = await stores.of(size)
  const [ours, baseline] = [bytesOf(built.ours), bytesOf(built.baseline)]
  const ratio = ours / baseline
  const result = { name: 'store size', size: sizeText(size), ours, baseline, unit: 'bytes/event', ratio }
  return [{ ...result, goal: `≤ ${goal}×`, met: ratio <= goal }]
}

const bytesOf = ({ events, bytes }: Stored): number => bytes / events
