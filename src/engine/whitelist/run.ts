import { goOn, type Reading } from '../readers/reading.ts'
import { startRun, type Run } from '../store/query/run.ts'

/** A question to the store that is answered whole, or not at all. */
export function storeRun(reading: Reading): Run {
  const { reader, systems, now } = reading
  const pause = (): void => goOn(reading)
  return { ...startRun({ reader, now: now() }), pause, systems: () => systems.table(pause) }
}
